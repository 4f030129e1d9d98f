/** Which of its links leads to an entry or a feed. */
import { isWebUrl } from '../web-url.ts'
import type { Value } from './values.ts'

/** The page for people: `alternate`, or no rel, as in RSS. HTML comes before other types; of several, the last counts. */
export function bestLink(links: readonly Value[]): string | null {
  const pages = links
    .filter(({ attributes }) => ALTERNATE.test(attributes.rel ?? ''))
    .map(({ text, attributes }) => ({ url: attributes.href || text, type: attributes.type ?? 'text/html' }))
    .filter(({ url }) => isWebUrl(url))
  return (pages.findLast(({ type }) => /html/i.test(type)) ?? pages.at(-1))?.url ?? null
}

const ALTERNATE = /^(?:alternate|http:\/\/www\.iana\.org\/assignments\/relation\/alternate)?$/i

/** RSS 2.0: a guid is a link unless it says otherwise. Many say nothing and are none: they do not look like one. */
export function permalink({ text, attributes }: Value): string | null {
  const { ispermalink, resolved } = attributes
  const claimed = ispermalink?.toLowerCase()
  if (claimed === 'false' || (claimed !== 'true' && !/[/?]/.test(text))) return null
  return webUrl(resolved ?? null)
}

export function linkWithRel(links: readonly Value[], rel: string): string | null {
  return webUrl(links.find(({ attributes }) => attributes.rel === rel)?.attributes.href ?? null)
}

export function webUrl(text: string | null): string | null {
  return text !== null && isWebUrl(text) ? text : null
}
