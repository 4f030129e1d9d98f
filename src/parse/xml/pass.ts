/** Reads a document in one pass, event by event, and hands what it finds to the writer of the canonical one. */
import type { Attributes } from '../attributes.ts'
import { ParseError } from '../parse-error.ts'
import { resolveUrl } from '../web-url.ts'
import { type Canonical, CanonicalWriter } from './canonical.ts'
import { contextOf, DATES, FIELDS, type Frame, NEVER_MARKUP, ROOTS, WHOLE_FEEDS } from './context.ts'
import { decodeReferences } from './entities.ts'
import {
  addCloseTag,
  addOpenTag,
  addText,
  decodeAttributes,
  fieldValue,
  type OpenField,
  openField,
} from './field.ts'
import { MEDIA_FIELDS } from './fields.ts'
import { addOwnText, addPart, type Group, groupField, openGroup } from './group.ts'
import { enterScope, nameOf, OUTERMOST, type Scope } from './names.ts'

/** Elements inside one another, in one entry; real feeds stay below 40. */
const MAX_DEPTH = 400
/** Elements that are open at once; entries that were never closed are inside one another. */
const MAX_OPEN = 10_000
/** Attributes of one element. */
const MAX_ATTRIBUTES = 1_000

interface OpenEntry {
  readonly frame: Frame
  xml: string
  /** As the document gives it, or ''. */
  date: string
  /** It holds anything at all. */
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
  /** Where the last entry began: thousands of entries that were never closed may be inside one another. */
  private entryDepth = 0
  private readonly writer: CanonicalWriter
  private readonly doubledInPart: boolean

  constructor(baseUrl: string, doubledInPart: boolean) {
    this.doubledInPart = doubledInPart
    this.writer = new CanonicalWriter(baseUrl)
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
    if (this.field) addOpenTag(this.field.open, written, attributes, this.writer.givenBase(frame.base))
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
    if (this.field) addText(this.field.open, this.decoded(text))
    else if (this.group && this.group.frame === this.frames.at(-1)) addOwnText(this.group, this.decoded(text))
    else if (this.entry && !this.entry.filled && /\S/.test(text)) this.entry.filled = true
  }

  oncdatastart(): void {
    this.inCdata = true
  }

  oncdataend(): void {
    this.inCdata = false
  }

  finish(unread: number): Canonical {
    return this.writer.finish(this.root, this.isFeed, unread)
  }

  private decoded(text: string): string {
    return this.inCdata ? text : decodeReferences(text)
  }

  /** A feed inside a page of XHTML inherits the namespace of its elements, but is none of them. */
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

  /** Whether an element is a new field or entry, so that the last field, which was never closed, ends here. */
  private endsField(name: string, outer: Frame): boolean {
    if (NEVER_MARKUP.has(name)) return true
    const context = this.field!.frame.context
    return this.field!.frame === outer && FIELDS[context].has(name) && this.field!.open.mode !== 'xml'
  }

  private enter(frame: Frame, { context: outer, name: parent }: Frame, attributes: Attributes): void {
    if (this.entry && Object.keys(attributes).length > 0) this.entry.filled = true
    if (frame.name === 'item' || frame.name === 'entry') this.openEntry(frame, attributes)
    this.group = openGroup(frame, outer, attributes) ?? this.group
    const rule = (parent === 'media:content' && MEDIA_FIELDS.get(frame.name)) || FIELDS[outer].get(frame.name)
    if (!rule) return
    if (rule.kind === 'attributes') this.emit(rule.as, '', attributes, frame)
    else this.field = { frame, open: openField(rule, attributes, frame.base, this.isAtom) }
  }

  private openEntry(frame: Frame, attributes: Attributes): void {
    this.closeOuter()
    if (this.writer.isFull || this.frames.length > MAX_OPEN) {
      if (this.entry) this.closeEntry()
      this.stopped = true
      this.stop()
      return
    }
    const outer = this.entry
    const about = attributes['rdf:about'] ?? ''
    const own = (name: string, value: string) => value && this.writer.field(name, value, {}, frame.base)
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
    if (filled && !cutShort) this.writer.addEntry(xml, date)
    else this.writer.addEmpty(xml)
  }

  private closeField(): void {
    const { open, frame } = this.field!
    this.field = null
    if (open.isCut) this.writer.countCut()
    this.emit(open.rule.as, fieldValue(open, this.doubledInPart), open.attributes, frame)
  }

  private closeGroup(): void {
    const { name, value, attributes } = groupField(this.group!)
    const { frame } = this.group!
    this.group = null
    this.emit(name, value, attributes, frame)
  }

  private emit(name: string, value: string, attributes: Attributes, frame: Frame): void {
    if (this.group && this.group.frame !== frame) {
      addPart(this.group, name, value, attributes, frame.base)
      return
    }
    const xml = this.writer.field(name, value, attributes, frame.base)
    if (!this.entry) {
      this.writer.addToChannel(xml)
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
