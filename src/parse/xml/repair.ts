/** Mends tags that run into each other, and misspelt marks of CDATA. */
import { ENTRY_FIELDS, FEED_FIELDS } from './fields.ts'

const ROOTS = 'rss|feed|rdf:RDF|channel'
const KNOWN = [...new Set([...ENTRY_FIELDS.keys(), ...FEED_FIELDS.keys()])].join('|')
const ATTRIBUTES = String.raw`(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*')){0,20}`

/** A start tag, or an end tag, that runs into the next tag. */
const OPEN_START = new RegExp(`<((?:${ROOTS}|item|entry|${KNOWN})${ATTRIBUTES})(?=\\s*<)`, 'gi')
const OPEN_END = /<\/([\w:.-]+)(?=\s*<)/g
/** A start tag that runs into its own text: `<linkhttps://…</link>`. */
const MERGED = new RegExp(`<(${KNOWN})([^\\s<>/:][^<>]*)</\\1>`, 'gi')
const OPEN_CDATA = new RegExp(`\\]\\](?=\\s*</(?:${KNOWN})>)`, 'gi')
const OPEN_COMMENT = new RegExp(`--(?=\\s*<(?:${ROOTS})\\b)`, 'gi')

/** XML knows these words only in capitals; in small letters they mean the same. */
const CDATA = /<!\[cdata\[/gi

/** Puts back a missing `>` where more than its own element would be lost. */
export function repair(text: string): string {
  return text
    .replace(OPEN_END, '</$1>')
    .replace(OPEN_START, '<$1>')
    .replace(MERGED, '<$1>$2</$1>')
    .replace(CDATA, '<![CDATA[')
    .replace(OPEN_CDATA, ']]>')
    .replace(OPEN_COMMENT, '-->')
}
