/** What pages embed from elsewhere, and the page a person can open instead. */
import type { Attributes } from '../attributes.ts'
import { isWebUrl, resolveUrl } from '../web-url.ts'

const PLAYER_HOSTS = new Set([
  'www.youtube.com',
  'www.youtube-nocookie.com',
  'player.vimeo.com',
  'www.dailymotion.com',
  'geo.dailymotion.com',
  'rumble.com',
])

/** Whether a frame of this address may be shown: a known host's video player. */
export function isPlayer(url: string): boolean {
  return isWebUrl(url) && PLAYER_HOSTS.has(new URL(url).hostname)
}

/** The address of what a frame, an embed or an object shows, or null. */
export function embeddedUrl(attributes: Attributes, base: string): string | null {
  const film = attributes['data-videoid'] ?? attributes.videoid
  if (film && /^[\w-]+$/.test(film)) return `https://www.youtube.com/watch?v=${film}`
  const late = attributes['data-src'] ?? attributes['data-lazy-src'] ?? attributes['data-original']
  for (const written of [attributes.src, attributes.data, late]) {
    const url = resolveUrl(written ?? '', base)
    if (written && isWebUrl(url)) return watchable(url)
  }
  return null
}

/** YouTube's player for Flash, which no browser runs, as the page of its film. */
function watchable(url: string): string {
  const film = /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/v\/([\w-]+)/i.exec(url)
  return film ? `https://www.youtube.com/watch?v=${film[1]}` : url
}

/** The text of a link to it. */
export function labelOf(url: string, { title }: Attributes): string {
  return title?.trim() || new URL(url).hostname
}

/** A frame too small to see, which is there to count readers. */
export function isUnseen({ width, height }: Attributes): boolean {
  return /^[01](?:px)?$/.test(width ?? '') || /^[01](?:px)?$/.test(height ?? '')
}
