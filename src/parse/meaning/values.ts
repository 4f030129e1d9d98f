/**
 * The fields of the canonical document, as rss-parser reads them. Nothing else knows that library, whose output is
 * unknown until each value was looked at.
 */
import Parser from 'rss-parser'
import type { Attributes } from '../attributes.ts'
import { ENTRY_FIELDS, FEED_FIELDS, MEDIA_FIELDS } from '../xml/fields.ts'

const EXTRA_FIELDS = ['about', 'xmllang', 'source', ...fieldsOf(MEDIA_FIELDS)]

/** rss-parser hands out the first value of a field; asked for under another name, it hands out all. */
const every = (names: Iterable<string>): [string, string, { keepArray: true }][] =>
  [...new Set(names)].map((name) => [name, `all:${name}`, { keepArray: true }])

function fieldsOf(rules: ReadonlyMap<string, { readonly as: string }>): string[] {
  return [...rules.values()].map((rule) => rule.as)
}

const parser = new Parser<Record<string, unknown>, Record<string, unknown>>({
  customFields: {
    feed: every([...fieldsOf(FEED_FIELDS), 'author']) as never,
    item: every([...fieldsOf(ENTRY_FIELDS), 'author', ...EXTRA_FIELDS]) as never,
  },
})

/** One element: its text and its attributes. */
export interface Value {
  readonly text: string
  readonly attributes: Attributes
}

/** All values of a field, by its name in the canonical document. */
export type Fields = (name: string) => readonly Value[]

/** `xml` and `texts` are what `canonicalise` made of a document. */
export async function readValues(
  xml: string,
  texts: readonly string[],
): Promise<{ readonly feed: Fields; readonly entries: readonly Fields[] }> {
  const parsed = await parser.parseString(xml)
  return { feed: fieldReader(parsed, texts), entries: parsed.items.map((item) => fieldReader(item, texts)) }
}

function fieldReader(source: Readonly<Record<string, unknown>>, texts: readonly string[]): Fields {
  return (name) => {
    const values = source[`all:${name}`]
    return Array.isArray(values) ? values.map((value) => toValue(value, texts)) : []
  }
}

/** xml2js gives a string for an element without attributes and an object for one with them. */
function toValue(value: unknown, texts: readonly string[]): Value {
  if (typeof value === 'string') return { text: value.trim(), attributes: {} }
  const { _: text, $: attributes } = value as { _?: string; $?: Record<string, string> }
  const held = attributes?.held
  return { text: ((held && texts[Number(held)]) ?? text ?? '').trim(), attributes: attributes ?? {} }
}

/** The first text that is not empty. */
export function first(values: readonly Value[]): string | null {
  return values.find((value) => value.text !== '')?.text ?? null
}
