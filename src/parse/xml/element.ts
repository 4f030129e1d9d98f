/** Writes an element of the canonical document. */
import type { Attributes } from '../attributes.ts'
import { resolveUrl } from '../web-url.ts'
import { escapeMarkup, legal } from './entities.ts'

/** Characters of one attribute that is kept: the parser behind us refuses 64 kB. */
const MAX_ATTRIBUTE = 16_000

/** Attributes that are kept, by the name they have in the canonical document. */
const KEPT = [
  'rel',
  'type',
  'hreflang',
  'length',
  'filesize',
  'medium',
  'ispermalink',
  'term',
  'label',
  'text',
  'held',
] as const
const ADDRESSES = ['href', 'url', 'src', 'resource', 'rdf:resource'] as const

/**
 * Its text is escaped, its addresses are absolute, and of its attributes only those are written that are kept. HTML
 * carries the base along where the document gives one.
 */
export function element(
  name: string,
  value: string,
  attributes: Attributes,
  base: string,
  givenBase: string | null,
): string {
  let xml = `<${name}`
  for (const key of KEPT) xml += attribute(key, attributes[key])
  for (const key of ADDRESSES) {
    const written = attributes[key]
    if (written !== undefined) xml += attribute(key.replace('rdf:', ''), resolveUrl(written, base))
  }
  if (givenBase !== null && (name === 'content' || name.endsWith('summary')))
    xml += attribute('base', givenBase)
  if (name === 'guid') xml += attribute('resolved', resolveUrl(value, base))
  if (name === 'link' && value) return `${xml}>${escapeMarkup(resolveUrl(value, base))}</link>`
  return `${xml}>${characters(value)}</${name}>`
}

/** Markup goes into CDATA, which the parser behind us reads faster than thousands of references. */
function characters(value: string): string {
  return value.includes('<')
    ? `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
    : escapeMarkup(value)
}

function attribute(key: string, value: string | undefined): string {
  return value === undefined || value.length > MAX_ATTRIBUTE ? '' : ` ${key}="${escapeMarkup(legal(value))}"`
}
