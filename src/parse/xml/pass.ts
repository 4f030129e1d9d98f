/** One reading of a document, event by event, into the parts of the canonical one. */
import { MAX_SEEN, newest } from '../newest.ts'
import { ParseError } from '../parse-error.ts'
import { resolveUrl } from '../web-url.ts'
import type { Canonical } from './canonical.ts'
import { contextOf, DATES, FIELDS, type Frame, NEVER_MARKUP, ROOTS, WHOLE_FEEDS } from './context.ts'
import { element } from './element.ts'
import { decodeReferences, legal } from './entities.ts'
import {
  type Attributes,
  addCloseTag,
  addOpenTag,
  addText,
  decodeAttributes,
  fieldValue,
  type OpenField,
  openField,
} from './field.ts'
import { MEDIA_FIELDS } from './fields.ts'
import { enterScope, nameOf, OUTERMOST, type Scope } from './names.ts'

/** Elements inside one another, in one entry; feeds in the wild stay below 40. */
const MAX_DEPTH = 400
/** Elements that are open at once: entries that were never closed hold one another. */
const MAX_OPEN = 10_000
/** Fields whose text may be long, and the characters from which on it is. */
const HELD = new Set(['content', 'summary', 'othersummary', 'caption'])
const LONG = 100
/** Attributes of one element. */
const MAX_ATTRIBUTES = 1_000

/** A person or a source, put together from its children or its own text. */
interface Group {
  readonly kind: 'person' | 'source'
  readonly frame: Frame
  readonly parts: Record<string, string>
}

interface OpenEntry {
  readonly frame: Frame
  xml: string
  /** As the document gives it, or ''. */
  date: string
  /** Anything at all was in it. */
  filled: boolean
  /** It can be told from others: a guid or link was read whole. */
  identified: boolean
  /** The entry around it, which goes on if this one turns out to hold nothing. */
  outer: OpenEntry | null
}

/** One reading of a document: the handler of htmlparser2's events. */
export class Pass {
  stop = (): void => {}
  stopped = false
  /** No more text will come: what closes now was never closed. */
  atEnd = false
  private readonly frames: Frame[]
  private field: { readonly frame: Frame; readonly open: OpenField } | null = null
  private group: Group | null = null
  private entry: OpenEntry | null = null
  private inCdata = false
  private root: string | null = null
  private isFeed = false
  private isAtom = false
  private attributeCount = 0
  /** Where the last entry began: entries that were never closed may stand in one another by the thousand. */
  private entryDepth = 0
  private readonly entries: { readonly xml: string; readonly date: string }[] = []
  private readonly empties: string[] = []
  private channel = ''
  private readonly texts: string[] = []
  private cutTexts = 0
  private readonly doubledInPart: boolean

  constructor(baseUrl: string, doubledInPart: boolean) {
    this.doubledInPart = doubledInPart
    this.frames = [{ name: '', scope: OUTERMOST, base: baseUrl, language: '', context: 'feed' }]
  }

  onattribute(): void {
    this.attributeCount += 1
    if (this.attributeCount > MAX_ATTRIBUTES)
      throw new ParseError(`an element has more than ${MAX_ATTRIBUTES} attributes`)
  }

  onopentag(written: string, raw: Attributes): void {
    this.attributeCount = 0
    if (this.frames.length - this.entryDepth > MAX_DEPTH)
      throw new ParseError(`its elements are nested more than ${MAX_DEPTH} deep`)
    let outer = this.frames.at(-1)!
    const attributes = decodeAttributes(raw)
    const scope = this.leaveShell(written, enterScope(outer.scope, attributes))
    const name = nameOf(written, scope)
    const begins = this.beginsFeed(written, name)
    if (this.field && this.endsField(name, outer)) {
      outer = this.field.frame
      this.closeField()
    }
    const frame: Frame = {
      name,
      scope,
      base: attributes['xml:base'] ? resolveUrl(attributes['xml:base'], outer.base) : outer.base,
      language: attributes['xml:lang'] ?? outer.language,
      context: this.field ? 'skip' : contextOf(name, begins ? 'feed' : outer.context),
    }
    this.frames.push(frame)
    if (this.field) addOpenTag(this.field.open, written, attributes, this.givenBase(frame))
    else this.enter(frame, outer, attributes)
  }

  onclosetag(written: string): void {
    const frame = this.frames.pop()!
    if (this.field?.frame === frame) {
      if (!this.atEnd || this.field.open.rule.kind === 'markup') this.closeField()
      this.field = null
    } else if (this.field) addCloseTag(this.field.open, written)
    if (this.group?.frame === frame) this.closeGroup()
    if (this.entry?.frame === frame) this.closeEntry()
  }

  ontext(text: string): void {
    if (this.field) {
      const open = this.field.open
      addText(open, this.inCdata ? text : decodeReferences(text))
      return
    }
    const frame = this.frames.at(-1)!
    if (this.group?.frame === frame) this.addPart('text', this.inCdata ? text : decodeReferences(text))
    else if (this.entry && !this.entry.filled && /\S/.test(text)) this.entry.filled = true
  }

  oncdatastart(): void {
    this.inCdata = true
  }

  oncdataend(): void {
    this.inCdata = false
  }

  /** A feed whose only entry is an empty or unfinished one keeps it: it is all that the publisher said. */
  finish(unread: number): Canonical {
    const { isFeed, root, cutTexts } = this
    const kept = newest(this.entries, ({ date }) => date)
    const items = kept.length > 0 ? kept.map(({ xml }) => xml) : this.empties.slice(0, 1)
    const xml = `<rss version="2.0"><channel>${this.channel}${items.join('')}</channel></rss>`
    const older = this.entries.length - kept.length + unread
    const empty = kept.length > 0 ? this.empties.length : Math.max(0, this.empties.length - 1)
    return { xml: isFeed ? xml : null, texts: this.texts, root, losses: { older, empty, cutTexts } }
  }

  /** A feed that stands in a page of XHTML is none of its elements, though it inherits their namespace. */
  private leaveShell(written: string, scope: Scope): Scope {
    const isInherited =
      !this.isFeed && WHOLE_FEEDS.has(written.toLowerCase()) && nameOf(written, scope).startsWith('html:')
    return isInherited ? new Map(scope).set('', '') : scope
  }

  /** Whether the feed begins here: at the root or, as some servers send it, inside a web page or another wrapping. */
  private beginsFeed(written: string, name: string): boolean {
    this.root ??= written
    const isPage = this.root.toLowerCase() === 'html'
    if (this.isFeed || !(isPage ? WHOLE_FEEDS : ROOTS).has(name)) return false
    this.isFeed = true
    this.isAtom = name === 'feed' || name === 'entry'
    return true
  }

  /** A new field, or a new entry, where the last field was never closed. */
  private endsField(name: string, outer: Frame): boolean {
    if (NEVER_MARKUP.has(name)) return true
    const context = this.field!.frame.context
    return this.field!.frame === outer && FIELDS[context].has(name) && this.field!.open.mode !== 'xml'
  }

  private enter(frame: Frame, { context: outer, name: parent }: Frame, attributes: Attributes): void {
    if (this.entry && Object.keys(attributes).length > 0) this.entry.filled = true
    if (frame.name === 'item' || frame.name === 'entry') this.openEntry(frame, attributes)
    if (frame.context === 'person' && outer !== 'person') this.group = { kind: 'person', frame, parts: {} }
    if (frame.context === 'source' && outer === 'entry')
      this.group = { kind: 'source', frame, parts: { url: resolveUrl(attributes.url ?? '', frame.base) } }
    const rule = (parent === 'media:content' && MEDIA_FIELDS.get(frame.name)) || FIELDS[outer].get(frame.name)
    if (!rule) return
    if (rule.kind === 'attributes') this.emit(rule.as, '', attributes, frame)
    else this.field = { frame, open: openField(rule, attributes, frame.base, this.isAtom) }
  }

  private openEntry(frame: Frame, attributes: Attributes): void {
    this.closeOuter()
    if (this.entries.length >= MAX_SEEN || this.frames.length > MAX_OPEN) {
      if (this.entry) this.closeEntry()
      this.stopped = true
      this.stop()
      return
    }
    const outer = this.entry
    const about = attributes['rdf:about'] ?? ''
    const base = this.givenBase(frame)
    const own = (name: string, value: string) =>
      value ? element(name, legal(value), {}, frame.base, base) : ''
    const xml = own('about', about) + own('xmllang', frame.language)
    this.entryDepth = this.frames.length
    this.entry = { frame, xml, date: '', filled: about !== '', identified: about !== '', outer }
  }

  /** An entry that holds another one was never closed. */
  private closeOuter(): void {
    const inner = this.entry
    if (!inner?.outer) return
    this.entry = inner.outer
    inner.outer = null
    this.closeEntry()
    this.entry = inner
  }

  private closeEntry(): void {
    const { xml, date, filled, identified, outer } = this.entry!
    if (filled) this.closeOuter()
    this.entry = filled ? null : outer
    this.group = null
    const cutShort = this.atEnd && !identified
    if (outer && !filled) return
    if (filled && !cutShort) this.entries.push({ xml: `<item>${xml}</item>`, date })
    else this.empties.push(`<item>${xml}</item>`)
  }

  private closeField(): void {
    const { open, frame } = this.field!
    this.field = null
    if (open.isCut) this.cutTexts += 1
    this.emit(open.rule.as, fieldValue(open, this.doubledInPart), open.attributes, frame)
  }

  private closeGroup(): void {
    const { kind, parts, frame } = this.group!
    this.group = null
    const value =
      kind === 'person' ? parts.name || parts.text || parts.email : parts.sourcetitle || parts.text
    const attributes: Attributes = kind === 'person' ? {} : { url: parts.sourcelink || parts.url || '' }
    this.emit(kind === 'person' ? 'author' : 'source', value ?? '', attributes, frame)
  }

  /** Long texts go round the parser behind us, which would take as long for them as for all the rest. */
  private hold(name: string, text: string, attributes: Attributes): { text: string; given: Attributes } {
    if (!HELD.has(name)) return { text, given: attributes }
    const { held: _theirs, ...given } = attributes
    return text.length < LONG
      ? { text, given }
      : { text: '', given: { ...given, held: String(this.texts.push(text) - 1) } }
  }

  /** RFC 3986, section 5.2.2: an empty address is the base itself; worth something only where a base was given. */
  private withWholeBase(name: string, attributes: Attributes, frame: Frame): Attributes {
    const base = this.givenBase(frame)
    const empty = name === 'link' && attributes.href?.trim() === '' && base !== null
    return empty ? { ...attributes, href: base } : attributes
  }

  /** The base that the document gives, if it gives one that is not its own address. */
  private givenBase({ base }: Frame): string | null {
    return base === this.frames[0]!.base ? null : base
  }

  private addPart(name: string, value: string): void {
    this.group!.parts[name] = (this.group!.parts[name] ?? '') + value
  }

  private emit(name: string, value: string, attributes: Attributes, frame: Frame): void {
    if (this.group && this.group.frame !== frame) {
      const address = name === 'sourcelink' ? linkOf(value, attributes, frame.base) : value
      if (address) this.group.parts[name] ||= address
      return
    }
    const base = this.givenBase(frame)
    const { text, given } = this.hold(name, legal(value), this.withWholeBase(name, attributes, frame))
    const xml = element(name, text, given, frame.base, base)
    if (!this.entry) {
      this.channel += xml
      return
    }
    this.closeOuter()
    this.entry.xml += xml
    if (DATES.has(name)) this.entry.date ||= value
    if (value.trim()) this.entry.filled = true
    if (value.trim() && (name === 'guid' || name === 'link')) this.entry.identified = true
    if (name === 'link' && attributes.href) this.entry.identified = true
  }
}

/** The source feed's own page or, failing that, whatever it links to first. */
function linkOf(value: string, attributes: Attributes, base: string): string {
  return resolveUrl(attributes.href ?? value, base)
}
