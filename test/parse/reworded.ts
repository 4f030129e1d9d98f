/** Puts invented words into a document and leaves its markup, dates and lengths: real texts belong to their publishers. */

/** Tags, also escaped ones, comments, and the marks around CDATA; references to characters. */
const MARKUP =
  /<!\[CDATA\[|\]\]>|<!--[\s\S]*?-->|<[^<>]*>|&(?:amp;)*lt;(?:(?!&(?:amp;)*[lg]t;)[\s\S])*?&(?:amp;)*gt;|&#?\w+;/g
/** Addresses in tags: what they name is the publisher's. */
const ADDRESS = /\b(href|src|url)=(["']?|&quot;)https?:\/\/[^\s"'<>&]+/g
const LINK = /https?:\/\/[^\s"'<>&]+/g
/** The short names of months, days and zones have three letters; these are the long ones. */
const WORD =
  /\b(?!(?:january|february|march|april|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)[a-z]{4,}/gi
const LETTERS = 'aeioumnrstl'

/** @param document its bytes as Latin-1, so that each comes back as it was */
export function reworded(document: string): string {
  const parts: string[] = []
  let end = 0
  for (const { 0: markup, index } of document.matchAll(MARKUP)) {
    parts.push(inOtherWords(document.slice(end, index)), withoutAddresses(markup))
    end = index + markup.length
  }
  return [...parts, inOtherWords(document.slice(end))].join('')
}

/** JSON's keys stay: they are what is read. */
function inOtherWords(text: string): string {
  const pieces = text.split(/("[^"\n]{1,40}"\s*:)/)
  return pieces.map((piece, n) => (n % 2 === 1 ? piece : withoutLinks(piece))).join('')
}

function withoutLinks(text: string): string {
  const links = text.match(LINK) ?? []
  return text
    .split(LINK)
    .flatMap((between, n) => [between.replace(WORD, invented), ...(links[n] ? [invent(links[n])] : [])])
    .join('')
}

function withoutAddresses(tag: string): string {
  return tag.replace(ADDRESS, (all, name: string, quote: string) => {
    const start = `${name}=${quote}`
    return start + invent(all.slice(start.length))
  })
}

/** An address on a host that nobody has. */
function invent(address: string): string {
  const path = /^https?:\/\/[^/?#]*(.*)$/s.exec(address)![1]!
  return `https://outlet.example${path.replace(WORD, invented)}`
}

/** As long, with the same capitals; the same for the same word. */
function invented(word: string): string {
  let sum = [...word.toLowerCase()].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) >>> 0, 7)
  return word.replace(/./g, (letter) => {
    sum = (Math.imul(sum, 1664525) + 1013904223) >>> 0
    const other = LETTERS[(sum >>> 16) % LETTERS.length]!
    return letter < 'a' ? other.toUpperCase() : other
  })
}
