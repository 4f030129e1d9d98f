/** OPML as other programs write it → subscriptions, and what it names that cannot be one. Pure. */
import { parseOpml } from 'feedsmith'
import type { Subscription } from '../contract/model.ts'
import { lacksSecret, shownText } from '../fetch/shown-address.ts'
import { legalLine } from '../publish/legal.ts'
import { withoutFeedScheme } from './find-feeds.ts'
import { PLAIN_FEED, toSubscription } from './to-subscription.ts'

export interface OpmlFeeds {
  readonly subscriptions: readonly Subscription[]
  /** A line for each outline that brings no subscription of its own, with the reason and without secrets. */
  readonly skipped: readonly string[]
}

interface Outline {
  readonly text?: string
  readonly title?: string
  readonly type?: string
  readonly url?: string
  readonly xmlUrl?: string
  readonly category?: string
  readonly outlines?: readonly Outline[]
}

/** Throws where the text is no OPML. A feed that is named twice is in the groups of both places. */
export function readOpml(text: string): OpmlFeeds {
  const merged = new Map<string, Subscription>()
  const skipped: string[] = []
  for (const found of collect(parseOpml(text).body?.outlines ?? [], [])) {
    if (typeof found === 'string') {
      skipped.push(found)
      continue
    }
    const address = found.address ?? found.url
    const known = merged.get(address)
    if (known !== undefined) skipped.push(`${found.url}: named before`)
    merged.set(address, { ...found, groups: unique([...(known?.groups ?? []), ...found.groups]) })
  }
  return { subscriptions: [...merged.values()], skipped }
}

/** Subscriptions, and lines on what is none. An outline without an address is a group for those inside it. */
function collect(outlines: readonly Outline[], groups: readonly string[]): (Subscription | string)[] {
  return outlines.flatMap((outline) => {
    const { xmlUrl, url, outlines: inner = [] } = outline
    if (xmlUrl) return [subscriptionOf(outline, xmlUrl, groups), ...collect(inner, groups)]
    const within = collect(inner, [...groups, groupName(nameOf(outline))].filter(Boolean))
    return url ? [skip(outline, url, whyNone(outline)), ...within] : within
  })
}

function subscriptionOf(outline: Outline, address: string, groups: readonly string[]): Subscription | string {
  const url = withoutFeedScheme(address.trim())
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return skip(outline, address, 'neither an http nor an https address')
  }
  if (lacksSecret(url)) return skip(outline, address, 'its token is not in the export: add it by hand')
  return toSubscription({
    ...PLAIN_FEED,
    url,
    outlet: nameOf(outline) || null,
    groups: unique([...groups, ...categories(outline.category)]),
  })
}

function whyNone({ type }: Outline): string {
  return type?.toLowerCase() === 'include'
    ? 'another OPML file, to be imported by itself'
    : 'a link, not a feed'
}

const LONGEST_SHOWN = 200

function skip(outline: Outline, address: string, reason: string): string {
  const open = shownText(legalLine(address))
  const name = legalLine(nameOf(outline))
  return `${open.slice(0, LONGEST_SHOWN)}${name && ` (${name.slice(0, LONGEST_SHOWN)})`}: ${reason}`
}

/** Some programs write the address as the name, with all its secrets. */
function nameOf({ title, text }: Outline): string {
  const name = title ?? text ?? ''
  return /^\s*[a-z][\w+.-]*:\/\//i.test(name) ? shownText(name) : name
}

/** A group as it is written in an address: letters, digits, dots, hyphens, underscores. */
function groupName(text: string): string {
  return text
    .trim()
    .replace(/^\/+|\/+$/g, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
}

/** `/news,/world` → news, world. */
function categories(text = ''): string[] {
  return text.split(',').map(groupName).filter(Boolean)
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
