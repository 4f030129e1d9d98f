/** HTML as publishers get it wrong → HTML that says what they meant. */
import { decodeReferences, joinSurrogates } from '../xml/entities.ts'

const REAL_TAG = /<[a-z/!]/i
const ESCAPED_TAG = /&lt;\/(?:p|div|a|b|i|em|strong|span|ul|ol|li|h[1-6]|blockquote|td)&gt;/i

/** Elements whose content is not shown: one that is never closed would take the rest of the text with it. */
const SWALLOWING =
  'applet|audio|canvas|datalist|iframe|math|noembed|noframes|noscript|object|script|select|style|svg|template|textarea|title|video|xmp'
const START = new RegExp(`<(${SWALLOWING})(\\s[^<>]*)?(/?)>`, 'gi')
const END = new RegExp(`</(${SWALLOWING})(?=[\\s/>])`, 'gi')
/** Those of them after which there may be code that was cut off. */
const CODE = /^(?:script|style|template)$/i

/** HTML that was escaped once too often is HTML again, and text without any markup gets its paragraphs and lines. */
export function mendHtml(written: string): string {
  const html = joinSurrogates(written)
  if (REAL_TAG.test(html)) return closeUnclosed(html)
  if (ESCAPED_TAG.test(html)) return closeUnclosed(decodeReferences(html))
  return lines(html)
}

/** A start tag without its end tag would hide what follows: without attributes ("the <select> element") it is text. */
function closeUnclosed(html: string): string {
  if (html.search(START) < 0) return html
  const lastEnd = new Map<string, number>()
  for (const { 1: name, index } of html.matchAll(END)) lastEnd.set(name!.toLowerCase(), index)
  return html.replace(START, (tag, name: string, attributes: string | undefined, _slash, at: number) => {
    if ((lastEnd.get(name.toLowerCase()) ?? -1) > at) return tag
    if (attributes?.trim()) return CODE.test(name) ? tag : `${tag}</${name}>`
    return CODE.test(name) && !/^[ ,.;:)]/.test(html.slice(at + tag.length, at + tag.length + 1))
      ? tag
      : `&lt;${tag.slice(1)}`
  })
}

function lines(text: string): string {
  if (!text.includes('\n')) return text
  const paragraphs = text
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => oneParagraph(paragraph.trim().split('\n')))
  return paragraphs.length > 1 ? `<p>${paragraphs.join('</p><p>')}</p>` : paragraphs[0]!
}

/** Where all lines are indented, their ends are only the file's layout. */
function oneParagraph([first = '', ...rest]: readonly string[]): string {
  const isLaidOut = rest.every((line) => /^\s\s/.test(line))
  let paragraph = first
  let before = first
  for (const line of rest) {
    paragraph += isLaidOut || isWrapped(before, line) ? ` ${line.trim()}` : `<br>${line.trim()}`
    before = line
  }
  return paragraph
}

/** A line that ends where the margin was, in the middle of a sentence. */
function isWrapped(line: string, next: string): boolean {
  return line.length > 60 && /[\p{L},]$/u.test(line.slice(-1)) && /^\s?\p{Ll}/u.test(next)
}
