/** What each element of a feed is about, by its place in the document. */
import { ENTRY_FIELDS, FEED_FIELDS, type FieldRule, PERSON_FIELDS, SOURCE_FIELDS } from './fields.ts'
import type { Scope } from './names.ts'

/** What the children of an element are about. */
export type Context = 'feed' | 'entry' | 'person' | 'source' | 'skip'

/** An open element. */
export interface Frame {
  readonly name: string
  readonly scope: Scope
  readonly base: string
  readonly language: string
  readonly context: Context
}

/** The fields that are looked for in each context. */
export const FIELDS: Readonly<Record<Context, ReadonlyMap<string, FieldRule>>> = {
  feed: FEED_FIELDS,
  entry: ENTRY_FIELDS,
  person: PERSON_FIELDS,
  source: SOURCE_FIELDS,
  skip: new Map(),
}
export const ROOTS = new Set([
  'rss',
  'feed',
  'rdf:rdf',
  'channel',
  'item',
  'entry',
  '?:rss',
  '?:feed',
  '?:channel',
])
/** Elements that no web page has. */
export const WHOLE_FEEDS = new Set(['rss', 'feed', 'rdf:rdf'])
export const DATES = new Set(['published', 'updated', 'created'])
const STRUCTURE = new Set([...ROOTS, 'skiphours', 'skipdays', 'items'])
/** Elements of a feed that no HTML has: they end a field whose own end tag was forgotten. */
export const NEVER_MARKUP = new Set(['item', 'entry', 'pubdate', 'guid', 'published', 'updated', 'enclosure'])

/** What the children of an element are about, by its name and its parent's. */
export function contextOf(name: string, outer: Context): Context {
  if (name === 'item' || name === 'entry') return 'entry'
  if (name === 'author' && (outer === 'feed' || outer === 'entry')) return 'person'
  if (outer === 'feed') return STRUCTURE.has(name) || FEED_FIELDS.has(name) ? 'feed' : 'skip'
  if (outer !== 'entry') return FIELDS[outer].has(name) ? outer : 'skip'
  if (name === 'source') return 'source'
  return name === 'media:group' || ENTRY_FIELDS.has(name) ? 'entry' : 'skip'
}
