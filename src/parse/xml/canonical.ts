/** The canonical document, which rss-parser reads, and how it is written. */
import type { Losses } from '../../contract/model.ts'
import type { Attributes } from '../attributes.ts'
import { MAX_SEEN, newest } from '../newest.ts'
import { element } from './element.ts'
import { legal } from './entities.ts'

/** Fields whose text may be long, and the characters from which on it is. */
const HELD = new Set(['content', 'summary', 'othersummary', 'caption'])
const LONG = 100

export interface Canonical {
  /** RSS 2.0 with this project's own element names, or null when the document is no feed. */
  readonly xml: string | null
  /** The long texts of the document, in which their numbers take their places (`held`). */
  readonly texts: readonly string[]
  /** The first element's name as written, or null when there was none. */
  readonly root: string | null
  readonly losses: Losses
}

/** Collects what is found in one reading of a document. */
export class CanonicalWriter {
  private readonly baseUrl: string
  private channel = ''
  private readonly entries: { readonly xml: string; readonly date: string }[] = []
  private readonly empties: string[] = []
  private readonly texts: string[] = []
  private cutTexts = 0

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl
  }

  /** No further entry is looked at. */
  get isFull(): boolean {
    return this.entries.length >= MAX_SEEN
  }

  /** The base that the document gives; null where it is the document's own address. */
  givenBase(base: string): string | null {
    return base === this.baseUrl ? null : base
  }

  /** The XML of a field that was found where `base` holds. */
  field(name: string, value: string, attributes: Attributes, base: string): string {
    const given = this.givenBase(base)
    const { text, kept } = this.hold(name, legal(value), withWholeBase(name, attributes, given))
    return element(name, text, kept, base, given)
  }

  addToChannel(xml: string): void {
    this.channel += xml
  }

  /** @param date as the document gives it, or '' */
  addEntry(xml: string, date: string): void {
    this.entries.push({ xml: `<item>${xml}</item>`, date })
  }

  /** An entry that is empty, or cut short before it can be told from others. */
  addEmpty(xml: string): void {
    this.empties.push(`<item>${xml}</item>`)
  }

  countCut(): void {
    this.cutTexts += 1
  }

  /** A feed whose only entry is an empty or unfinished one keeps it: it is all that the publisher said. */
  finish(root: string | null, isFeed: boolean, unread: number): Canonical {
    const kept = newest(this.entries, ({ date }) => date)
    const items = kept.length > 0 ? kept.map(({ xml }) => xml) : this.empties.slice(0, 1)
    const xml = `<rss version="2.0"><channel>${this.channel}${items.join('')}</channel></rss>`
    const older = this.entries.length - kept.length + unread
    const empty = kept.length > 0 ? this.empties.length : Math.max(0, this.empties.length - 1)
    return {
      xml: isFeed ? xml : null,
      texts: this.texts,
      root,
      losses: { older, empty, cutTexts: this.cutTexts },
    }
  }

  /** Long texts bypass the parser behind us, which would take as long for them as for all the rest. */
  private hold(name: string, text: string, attributes: Attributes): { text: string; kept: Attributes } {
    if (!HELD.has(name)) return { text, kept: attributes }
    const { held: _theirs, ...kept } = attributes
    return text.length < LONG
      ? { text, kept }
      : { text: '', kept: { ...kept, held: String(this.texts.push(text) - 1) } }
  }
}

/** RFC 3986, section 5.2.2: an empty address is the base itself; worth something only where a base was given. */
function withWholeBase(name: string, attributes: Attributes, base: string | null): Attributes {
  const isEmpty = name === 'link' && attributes.href?.trim() === '' && base !== null
  return isEmpty ? { ...attributes, href: base } : attributes
}
