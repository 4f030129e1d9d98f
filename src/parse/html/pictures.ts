/** Which picture an `img` shows once its page's scripts have run, which no feed reader does for it. */
import type { Attributes } from '../attributes.ts'
import { isWebUrl, resolveUrl } from '../web-url.ts'

/** Where scripts for late loading keep the address, the usual names first. */
const LATE = ['data-src', 'data-lazy-src', 'data-original', 'data-orig-file', 'data-lazy', 'data-url']
const LATE_SETS = ['data-srcset', 'data-lazy-srcset', 'srcset']
const LATE_NAME = /^data-(?:[\w-]*-)?(?:src|url|image|img|original|lazy|echo|full|large|hi-?res)(?:-[\w-]*)?$/
const PICTURE_FILE = /\.(?:jpe?g|png|gif|webp|avif|svg)(?:$|[?#])/i

/** Names of files whose only purpose is to be replaced. */
const STAND_INS =
  'blank clear dummy empty grey gray lazy[\\w-]* loader loading pixel placeholder spacer trans transparent white 1x1 1px'
const STAND_IN = new RegExp(
  String.raw`(?:^|[/_.-])(?:${STAND_INS.replaceAll(' ', '|')})(?:[_.-][\w-]*)?\.(?:gif|png|svg|jpe?g|webp)(?:$|[?#])`,
  'i',
)

/** Pixels; nobody needs a wider picture to read a text. */
const WIDE_ENOUGH = 2_000

export interface Picture {
  /** Absolute, or what was written where it cannot be made so. */
  readonly url: string
  /** A script would have put it there. */
  readonly late: boolean
}

/** @param sources each `srcset` of the `picture` around it */
export function pictureOf(attributes: Attributes, sources: readonly string[], base: string): Picture {
  const own = resolveUrl(attributes.src ?? '', base)
  const isReal = isWebUrl(own) && !STAND_IN.test(own)
  if (isReal && !/lazy/i.test(attributes.class ?? '')) return { url: own, late: false }
  const late = lateUrls(attributes, sources)
    .map((written) => resolveUrl(written, base))
    .find((url) => isWebUrl(url) && !STAND_IN.test(url))
  return late === undefined || late === own ? { url: own, late: false } : { url: late, late: true }
}

function lateUrls(attributes: Attributes, sources: readonly string[]): string[] {
  const named = LATE.flatMap((name) => attributes[name] || [])
  const others = Object.keys(attributes)
    .filter(
      (name) => LATE_NAME.test(name) && PICTURE_FILE.test(attributes[name]!) && !/\s/.test(attributes[name]!),
    )
    .map((name) => attributes[name]!)
  const sets = [...LATE_SETS.map((name) => attributes[name] ?? ''), ...sources].flatMap(widest)
  return [...named, ...others, ...sets].filter((url) => !/^\s*(?:data:|$)/i.test(url))
}

/** HTML's `srcset`: addresses with a width or density each. */
function widest(set: string): string[] {
  const candidates = [...set.slice(0, 10_000).matchAll(/([^\s,]\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)/g)]
    .map(([, url, size]) => ({ url: url!, size: Number(size ?? 1) }))
    .filter(({ url, size }) => size <= WIDE_ENOUGH && !/^data:/i.test(url))
    .sort((a, b) => b.size - a.size)
  return candidates.slice(0, 1).map(({ url }) => url)
}

/** A picture of one pixel, which is there to count readers. */
export function isPixel({ width, height }: Attributes): boolean {
  return /^[01](px)?$/.test(width ?? '') && /^[01](px)?$/.test(height ?? '')
}
