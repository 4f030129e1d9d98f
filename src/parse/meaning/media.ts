/** What is attached to an entry: its enclosures and its picture. */
import type { Enclosure } from '../../contract/model.ts'
import type { Attributes } from '../attributes.ts'
import { titleText } from '../html/title.ts'
import { attachedUrl, isWebUrl } from '../web-url.ts'
import type { Fields } from './values.ts'

export function enclosuresOf(entry: Fields): Enclosure[] {
  const attached = entry('link').filter(
    ({ attributes, text }) => attributes.rel === 'enclosure' || /^magnet:/i.test(text),
  )
  const media = entry('media').filter(({ attributes }) => !isPicture(attributes))
  const byUrl = new Map<string, Enclosure>()
  for (const { attributes, text } of [...entry('enclosure'), ...attached, ...entry('magnet'), ...media]) {
    const type = attributes.type?.trim() || null
    const url = attachedUrl(attributes.url ?? attributes.href ?? attributes.resource ?? text, type)
    if (url === null || byUrl.has(url)) continue
    byUrl.set(url, {
      url,
      type,
      length: lengthOf(attributes.length ?? attributes.filesize),
    })
  }
  return [...byUrl.values()]
}

function lengthOf(written: string | undefined): number | null {
  const length = Number(written?.trim() || Number.NaN)
  return Number.isSafeInteger(length) && length > 0 ? length : null
}

function isPicture({ medium, type, url }: Attributes): boolean {
  return (
    medium === 'image' ||
    (type ?? '').startsWith('image/') ||
    /\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)/i.test(url ?? '')
  )
}

const AVATAR =
  /gravatar|(?:^|[/._-])avatars?(?:[/._?-]|$)|[?&]d=(?:identicon|monsterid|retro|robohash|wavatar)/i

/** Never the author's portrait: its address says so, or its title is the author's name. */
export function imageOf(entry: Fields, author: string | null): string | null {
  const media = entry('media').filter(({ attributes }) => isPicture(attributes))
  const titles = entry('mediatitle').map(({ text }) => titleText(text))
  const ownMedia = media.filter(
    (_, at) => titles.length !== media.length || author === null || titles[at] !== author,
  )
  const pictures = [...ownMedia, ...entry('enclosure').filter(({ attributes }) => isPicture(attributes))]
  const candidates = [...pictures, ...entry('thumbnail')].map(
    ({ attributes }) => attributes.url ?? attributes.href ?? '',
  )
  return candidates.find((url) => isWebUrl(url) && !AVATAR.test(url)) ?? null
}
