/** Small work on a story's HTML: excerpts, players taken out, who else carries it. */
import { decodeHTMLStrict } from 'entities'
import { legalText } from './legal.ts'

/** Text, made safe for HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return legalText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/**
 * The text as feeds carry it. Players become links: many readers drop them, and the W3C validator warns of every frame
 * and of every `controls`; it warns of `bdo` too.
 */
export function withoutPlayers(html: string): string {
  return html
    .replace(/<(iframe|audio|video)\b[\s\S]*?<\/\1>/gi, (player, tag: string) => {
      const address = /\ssrc="(https?:[^"]*)"/i.exec(player)?.[1]
      const name = tag.toLowerCase() === 'audio' ? 'Audio' : 'Video'
      return address === undefined ? '' : `<a href="${address}">${name}</a>`
    })
    .replace(/<(\/?)bdo\b/gi, '<$1span')
}

/** Where a copy can be read; null: nowhere else than here. */
interface Carrier {
  readonly outlet: string
  readonly link: string | null
}

/** "Also in: A, B": the other outlets that carry the story, each once, linked to its copy. */
export function alsoIn(leadOutlet: string, copies: readonly Carrier[], permalink: string): string {
  const others = new Map<string, string>()
  for (const { outlet, link } of copies) {
    if (outlet !== leadOutlet && outlet !== '' && !others.has(outlet)) others.set(outlet, link ?? permalink)
  }
  if (others.size === 0) return ''
  const links = [...others].map(([outlet, link]) => `<a href="${escapeHtml(link)}">${escapeHtml(outlet)}</a>`)
  return `\n<p>Also in: ${links.join(', ')}</p>`
}

/** The beginning of sanitised HTML as plain text, cut between words. */
export function excerpt(html: string, length = 300): string {
  const words = plainText(html)
  if (words.length <= length) return words
  const cut = words.lastIndexOf(' ', length)
  return `${words.slice(0, cut > length / 2 ? cut : length).replace(/[\ud800-\udbff]$/, '')}…`
}

/** What pictures say of themselves, for HTML that shows nothing else. */
export function altText(html: string): string {
  const alts = [...html.slice(0, BEGINNING).matchAll(/<img\b[^>]*?\salt="([^"]*)"/gi)].map(([, alt]) => alt)
  return excerpt(alts.filter(Boolean).join('; '))
}

/** Markup that is read for an excerpt: a story's beginning, not all of it. */
const BEGINNING = 3000

function plainText(html: string): string {
  const text = html.slice(0, BEGINNING).replace(/<[^>]*(>|$)/g, ' ')
  return legalText(decodeHTMLStrict(text)).replace(/\s+/g, ' ').trim()
}
