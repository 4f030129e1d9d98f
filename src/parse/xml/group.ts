/** A person or a source, put together from its children or its own text. */
import type { Attributes } from '../attributes.ts'
import { resolveUrl } from '../web-url.ts'
import type { Frame } from './context.ts'

/** An open element, and what its children said so far. */
export interface Group {
  readonly kind: 'person' | 'source'
  readonly frame: Frame
  readonly parts: Record<string, string>
}

/** The group that an element begins, or null; `outer` is the context around the element. */
export function openGroup(frame: Frame, outer: Frame['context'], attributes: Attributes): Group | null {
  if (frame.context === 'person' && outer !== 'person') return { kind: 'person', frame, parts: {} }
  if (frame.context !== 'source' || outer !== 'entry') return null
  return { kind: 'source', frame, parts: { url: resolveUrl(attributes.url ?? '', frame.base) } }
}

/** Adds a piece of the element's own text. */
export function addOwnText({ parts }: Group, text: string): void {
  parts.text = (parts.text ?? '') + text
}

/** Adds what a child says; of several with one name, the first that is not empty counts. */
export function addPart(
  { parts }: Group,
  name: string,
  value: string,
  attributes: Attributes,
  base: string,
): void {
  // The source feed's own page or, failing that, whatever it links to first.
  const part = name === 'sourcelink' ? resolveUrl(attributes.href ?? value, base) : value
  if (part) parts[name] ||= part
}

/** The field of the feed or entry that the group makes. */
export function groupField({ kind, parts }: Group): {
  readonly name: string
  readonly value: string
  readonly attributes: Attributes
} {
  if (kind === 'person')
    return { name: 'author', value: parts.name || parts.text || parts.email || '', attributes: {} }
  const attributes = { url: parts.sourcelink || parts.url || '' }
  return { name: 'source', value: parts.sourcetitle || parts.text || '', attributes }
}
