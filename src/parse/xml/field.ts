/** A field of a feed while it is read: how its text is meant, and how long it may be. */
import type { Attributes } from '../attributes.ts'
import { resolveUrl } from '../web-url.ts'
import { unwrapCdata } from './cdata.ts'
import { undoDoubleUtf8 } from './double-utf8.ts'
import { decodeReferences, escapeMarkup } from './entities.ts'
import type { FieldRule } from './fields.ts'
import { localName } from './names.ts'

/** Characters that are kept of a text, and of anything else; the rest is cut off. */
export const MAX_TEXT = 1_000_000
export const MAX_LINE = 10_000

/**
 * How the text between the tags is meant: `plain` characters, `html` (escaped or raw markup), `xml` (real elements,
 * whose text is characters), `base64`, or `none` of those that we can show.
 */
type Mode = 'plain' | 'html' | 'xml' | 'base64' | 'none'

/** A field whose end tag has not come yet. */
export interface OpenField {
  readonly rule: FieldRule
  readonly attributes: Attributes
  readonly base: string
  mode: Mode
  value: string
  /** It was too long to be kept whole. */
  isCut: boolean
}

export function openField(rule: FieldRule, attributes: Attributes, base: string, atom: boolean): OpenField {
  return { rule, attributes, base, mode: modeOf(rule, attributes, atom), value: '', isCut: false }
}

/** RFC 4287, section 3.1 and 4.1.3; the `mode` attribute is Atom 0.3's. RSS has no types: its markup is HTML. */
function modeOf(rule: FieldRule, attributes: Attributes, atom: boolean): Mode {
  if (rule.kind !== 'markup') return 'plain'
  const type = (attributes.type ?? '').trim().toLowerCase()
  const mode = attributes.mode?.toLowerCase()
  if (mode === 'base64') return 'base64'
  if (mode === 'escaped') return type === 'text/plain' || type === 'text' ? 'plain' : 'html'
  if (type === 'html' || type === 'text/html') return 'html'
  if (type === 'xhtml' || /[/+]xml$/.test(type)) return 'xml'
  if (type === 'text' || type === 'text/plain') return 'plain'
  if (type.startsWith('text/')) return 'base64'
  if (rule.as === 'content' && type.includes('/')) return 'none'
  if (type === 'application/octet-stream') return 'base64'
  return atom ? 'plain' : 'html'
}

export function addText(field: OpenField, text: string): void {
  const room = roomIn(field)
  if (text.length > room) field.isCut = true
  if (room <= 0) return
  const part = text.length > room ? text.slice(0, room) : text
  field.value += field.mode === 'xml' ? escapeMarkup(part) : part
}

function roomIn({ rule, value }: OpenField): number {
  return (/content$|summary$/.test(rule.as) ? MAX_TEXT : MAX_LINE) - value.length
}

/**
 * An element inside markup is written back as HTML; in a line of text it is dropped and its text kept. Its addresses
 * are made absolute where the document gives a `base`.
 */
export function addOpenTag(
  field: OpenField,
  name: string,
  attributes: Attributes,
  base: string | null,
): void {
  if (field.rule.kind !== 'markup' || roomIn(field) <= 0) return
  if (field.mode === 'plain') {
    field.value = escapeMarkup(field.value)
    field.mode = 'xml'
  }
  field.value += `<${localName(name)}`
  for (const key in attributes) {
    if (key.startsWith('xml') || key.includes('"') || key.includes('<')) continue
    const value = addressIn(key, attributes[key]!, base)
    field.value += ` ${key}="${escapeMarkup(value)}"`
  }
  field.value += '>'
}

/** `#note` is a place in the article, whatever the base. */
function addressIn(key: string, value: string, base: string | null): string {
  return base === null || !ADDRESSES.has(key) || value.startsWith('#') ? value : resolveUrl(value, base)
}

const ADDRESSES = new Set(['href', 'src', 'cite', 'poster', 'data'])
const VOID = new Set(['area', 'br', 'col', 'embed', 'hr', 'img', 'input', 'param', 'source', 'track', 'wbr'])

export function addCloseTag(field: OpenField, name: string): void {
  const local = localName(name)
  if (field.rule.kind === 'markup' && !VOID.has(local)) field.value += `</${local}>`
}

/** The whole text of the field: a line of characters, or HTML. `doubledInPart` is of its document. */
export function fieldValue(field: OpenField, doubledInPart: boolean): string {
  const written = (field.rule.kind === 'markup' ? htmlOf(field) : field.value).trim()
  return unwrapCdata(undoDoubleUtf8(written, doubledInPart))
}

function htmlOf(field: OpenField): string {
  switch (field.mode) {
    case 'none':
      return ''
    case 'base64':
      return fromBase64(field.value)
    case 'plain':
      return isMarkup(field) ? field.value : escapeMarkup(field.value)
    default:
      return field.value
  }
}

/** Publishers that forget the type write HTML all the same: a closing tag gives it away. */
function isMarkup(field: OpenField): boolean {
  return field.attributes.type === undefined && /<\/[a-z][a-z\d]*>|<(?:br|img|hr)\b[^>]*>/i.test(field.value)
}

function fromBase64(value: string): string {
  const packed = value.replace(/\s+/g, '')
  return /^[a-z\d+/]+=*$/i.test(packed) ? Buffer.from(packed, 'base64').toString('utf8') : value
}

export function decodeAttributes(attributes: Attributes): Attributes {
  for (const key in attributes) {
    if (attributes[key]!.includes('&')) return decoded(attributes)
  }
  return attributes
}

function decoded(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, decodeReferences(value)]))
}
