import { decodeReferences } from './xml/entities.ts'

const REAL_TAG = /<[a-z/!]/i
const ESCAPED_TAG = /&lt;\/(?:p|div|a|b|i|em|strong|span|ul|ol|li|h[1-6]|blockquote|td)&gt;/i

/** HTML that was escaped once too often is HTML again, and text without any markup gets its paragraphs. */
export function mendHtml(html: string): string {
  if (REAL_TAG.test(html)) return html
  if (ESCAPED_TAG.test(html)) return decodeReferences(html)
  const paragraphs = html.split(/\n[^\S\n]*\n\s*/)
  return paragraphs.length > 1 ? `<p>${paragraphs.join('</p><p>')}</p>` : html
}
