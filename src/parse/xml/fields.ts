/** Which elements of a feed are kept, by the names of `names.ts`, and what each is called in the canonical document. */

/** `text`: a line; `markup`: HTML in some wrapping; `attributes`: nothing between the tags matters. */
type FieldKind = 'text' | 'markup' | 'attributes'

export interface FieldRule {
  readonly as: string
  readonly kind: FieldKind
}

const text = (as: string): FieldRule => ({ as, kind: 'text' })
const markup = (as: string): FieldRule => ({ as, kind: 'markup' })
const attributes = (as: string): FieldRule => ({ as, kind: 'attributes' })

export const ENTRY_FIELDS: ReadonlyMap<string, FieldRule> = new Map([
  ['title', markup('title')],
  ['dc:title', markup('title')],
  ['media:title', markup('othertitle')],
  ['link', text('link')],
  ['guid', text('guid')],
  ['id', text('guid')],
  ['feedburner:origlink', text('original')],
  ['pubdate', text('published')],
  ['published', text('published')],
  ['issued', text('published')],
  ['dcterms:issued', text('published')],
  ['updated', text('updated')],
  ['modified', text('updated')],
  ['lastbuilddate', text('updated')],
  ['dcterms:modified', text('updated')],
  ['dc:date', text('updated')],
  ['created', text('created')],
  ['dcterms:created', text('created')],
  ['dc:creator', text('author')],
  ['dc:author', text('author')],
  ['itunes:author', text('otherauthor')],
  ['description', markup('summary')],
  ['summary', markup('summary')],
  ['dc:description', markup('summary')],
  ['abstract', markup('summary')],
  ['dcterms:abstract', markup('summary')],
  ['itunes:summary', markup('othersummary')],
  ['media:description', markup('othersummary')],
  ['content', markup('content')],
  ['content:encoded', markup('content')],
  ['html:body', markup('content')],
  ['body', markup('content')],
  ['fullitem', markup('content')],
  ['enclosure', attributes('enclosure')],
  ['media:content', attributes('media')],
  ['media:thumbnail', attributes('thumbnail')],
  ['itunes:image', attributes('thumbnail')],
  ['category', text('category')],
  ['dc:subject', text('category')],
  ['itunes:keywords', text('keywords')],
  ['dc:language', text('language')],
  ['language', text('language')],
  ['itunes:duration', text('duration')],
  ['itunes:episode', text('episode')],
  ['podcast:episode', text('episode')],
  ['itunes:season', text('season')],
  ['podcast:season', text('season')],
  ['media:credit', text('credit')],
  ['torrent:magneturi', text('magnet')],
])

/** Inside the element of a picture or film, its title and texts are about it, and not the entry's. */
export const MEDIA_FIELDS: ReadonlyMap<string, FieldRule> = new Map([
  ['media:title', markup('mediatitle')],
  ['media:description', markup('caption')],
  ['media:text', markup('caption')],
])

export const FEED_FIELDS: ReadonlyMap<string, FieldRule> = new Map([
  ['title', markup('title')],
  ['dc:title', markup('title')],
  ['link', text('link')],
  ['language', text('language')],
  ['dc:language', text('language')],
  ['ttl', text('ttl')],
  ['hour', text('hour')],
  ['day', text('day')],
  ['itunes:new-feed-url', text('newfeedurl')],
  ['sy:updateperiod', text('updateperiod')],
  ['sy:updatefrequency', text('updatefrequency')],
])

export const PERSON_FIELDS: ReadonlyMap<string, FieldRule> = new Map([
  ['name', text('name')],
  ['email', text('email')],
])

export const SOURCE_FIELDS: ReadonlyMap<string, FieldRule> = new Map([
  ['title', markup('sourcetitle')],
  ['link', text('sourcelink')],
])
