/**
 * The text of a title. Publishers write titles with and without markup and do not say which, so a tag counts as one
 * only where it formats words; the name of an element that a title tells of stays text.
 */
import { plainLine } from './plain-text.ts'

/** Elements that titles are formatted with. */
const FORMATTING = new Set(
  (
    'a abbr acronym b bdi bdo big blink cite code del dfn div em font h1 h2 h3 h4 h5 h6 i ins kbd label mark nobr p q ' +
    'rp rt ruby s samp small span strike strong sub sup time tt u var'
  ).split(' '),
)
const BREAKS = new Set(['br', 'wbr'])
const TAG = /<(\/?)([a-z][a-z\d]*)((?:\s[^<>]*)?)\/?>/gi
/** Characters; no headline is longer, and its tags are not looked at. */
const LONGEST = 2_000
const OPENING = /<(?!!--)/g

interface Tag {
  readonly isEnd: boolean
  readonly name: string
  readonly attributes: string
  readonly start: number
  readonly end: number
  isMarkup: boolean
}

/** A title's text, on one line: a `<` that formats nothing is a character ("A<B", "the <select> element"). */
export function titleText(html: string): string {
  if (!html.includes('<')) return plainLine(html)
  if (html.length > LONGEST) return plainLine(html.replace(/<[^<>]*>/g, ' '))
  const tags = tagsOf(html)
  let marked = ''
  let at = 0
  for (const tag of tags.filter(({ isMarkup }) => isMarkup)) {
    marked += html.slice(at, tag.start).replace(OPENING, '&lt;') + html.slice(tag.start, tag.end)
    at = tag.end
  }
  return plainLine(marked + html.slice(at).replace(OPENING, '&lt;'))
}

function tagsOf(html: string): Tag[] {
  const tags: Tag[] = []
  const open = new Map<string, Tag[]>()
  for (const { 0: whole, 1: slash, 2: written, 3: attributes, index } of html.matchAll(TAG)) {
    const name = written!.toLowerCase()
    const place = { start: index, end: index + whole.length }
    const tag: Tag = { name, attributes: attributes!.trim(), ...place, isEnd: slash === '/', isMarkup: false }
    tags.push(tag)
    if (BREAKS.has(name)) tag.isMarkup = isBreak(html, tag)
    else if (name === 'img') tag.isMarkup = tag.attributes !== ''
    else if (FORMATTING.has(name)) markFormatting(html, tag, open)
  }
  return tags
}

/** `open`: the start tags of each name that have no end tag yet. */
function markFormatting(html: string, tag: Tag, open: Map<string, Tag[]>): void {
  const same = open.get(tag.name) ?? []
  open.set(tag.name, same)
  if (tag.isEnd) pair(html, same.pop(), tag)
  else {
    tag.isMarkup = isUnclosedMarkup(html, tag)
    same.push(tag)
  }
}

/**
 * Tags around words are markup; a pair around nothing is what the title is about. An end tag alone was left behind,
 * unless it is between words as one of them.
 */
function pair(html: string, start: Tag | undefined, end: Tag): void {
  end.isMarkup =
    start !== undefined || !/\s$/.test(html.slice(0, end.start)) || !/^\s/.test(html.slice(end.end))
  if (!start) return
  const formats = start.attributes !== '' || !/^[\s.…]*$/.test(html.slice(start.end, end.start))
  start.isMarkup = formats
  end.isMarkup = formats
}

/** A start tag whose end tag was cut off touches its word; one that the title is about does not. */
function isUnclosedMarkup(html: string, { attributes, end }: Tag): boolean {
  return attributes !== '' || /^["'“‘«(]?[\p{L}\p{N}]/u.test(html.slice(end, end + 3))
}

/** "one<br>two", and not "the <br> tag". */
function isBreak(html: string, { start, end }: Tag): boolean {
  const isNamed = /\b(?:the|an?|this|that|your|my|use|using)\s+$/i.test(
    html.slice(Math.max(0, start - 10), start),
  )
  return !isNamed && !/^\s+(?:tags?|elements?)\b/i.test(html.slice(end, end + 12))
}
