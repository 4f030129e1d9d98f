/**
 * Element names by namespace: whatever prefix a publisher chose, and whatever case, an element gets one name here.
 * RSS of all versions and Atom of both share the empty prefix, since their words do not collide.
 */
import type { Attributes } from '../attributes.ts'

const PREFIX_OF_URI: Readonly<Record<string, string>> = {
  '': '',
  'http://backend.userland.com/rss': '',
  'http://backend.userland.com/rss2': '',
  'http://blogs.law.harvard.edu/tech/rss': '',
  'http://channel.netscape.com/rdf/simple/0.9/': '',
  'http://my.netscape.com/rdf/simple/0.9/': '',
  'http://my.netscape.com/publish/formats/rss-0.91.dtd': '',
  'http://purl.org/net/rss1.1#': '',
  'http://purl.org/rss/1.0/': '',
  'http://purl.org/atom/ns#': '',
  'http://www.w3.org/2005/atom': '',
  'http://purl.org/dc/elements/1.1/': 'dc:',
  'http://purl.org/dc/elements/1.0/': 'dc:',
  'http://purl.org/dc/terms/': 'dcterms:',
  'http://purl.org/rss/1.0/modules/content/': 'content:',
  'http://purl.org/rss/1.0/modules/syndication/': 'sy:',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner:',
  'http://search.yahoo.com/mrss': 'media:',
  'http://search.yahoo.com/mrss/': 'media:',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes:',
  'http://example.com/dtds/podcast-1.0.dtd': 'itunes:',
  'https://podcastindex.org/namespace/1.0': 'podcast:',
  'http://xmlns.ezrss.it/0.1/': 'torrent:',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf:',
  'http://www.w3.org/1999/xhtml': 'html:',
  'http://www.w3.org/2000/svg': 'svg:',
}

/** What a prefix means where the document forgot to declare it. */
const USUAL_PREFIXES: Readonly<Record<string, string>> = {
  '': '',
  atom: '',
  atom03: '',
  atom10: '',
  a: '',
  rss: '',
  dc: 'dc:',
  dcterms: 'dcterms:',
  content: 'content:',
  sy: 'sy:',
  feedburner: 'feedburner:',
  media: 'media:',
  itunes: 'itunes:',
  podcast: 'podcast:',
  torrent: 'torrent:',
  rdf: 'rdf:',
  xhtml: 'html:',
}

/** Prefix → namespace URI, inherited from element to element. */
export type Scope = ReadonlyMap<string, string>

export const OUTERMOST: Scope = new Map()

/** The namespaces in force inside an element with these attributes. */
export function enterScope(outer: Scope, attributes: Attributes): Scope {
  let scope: Map<string, string> | null = null
  for (const name in attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue
    scope ??= new Map(outer)
    scope.set(name.slice(6).toLowerCase(), attributes[name]!.trim().toLowerCase())
  }
  return scope ?? outer
}

/**
 * `prefix:name` with this project's own prefix: '' for RSS and Atom, `?:` for a namespace that is not known.
 * An unheard-of URI on a usual prefix is taken for a misspelt one.
 */
export function nameOf(written: string, scope: Scope): string {
  const colon = written.indexOf(':')
  const prefix = colon < 0 ? '' : written.slice(0, colon).toLowerCase()
  const local = written.slice(colon + 1).toLowerCase()
  const uri = scope.get(prefix)
  const known = uri === undefined ? USUAL_PREFIXES[prefix] : (PREFIX_OF_URI[uri] ?? USUAL_PREFIXES[prefix])
  return `${known ?? '?:'}${local}`
}

/** The name without its prefix. */
export function localName(written: string): string {
  return written.slice(written.indexOf(':') + 1)
}
