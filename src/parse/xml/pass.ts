import { ParseError } from '../parse-error.ts'
import { resolveUrl } from '../web-url.ts'
import type { Canonical } from './canonicalise.ts'
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
import { ENTRY_FIELDS, FEED_FIELDS, type FieldRule, PERSON_FIELDS, SOURCE_FIELDS } from './fields.ts'
import { enterScope, nameOf, OUTERMOST, type Scope } from './names.ts'

/** Elements inside one another, in one entry; feeds in the wild stay below 40. */
const MAX_DEPTH = 400
const MAX_ENTRIES = 5_000
/** Attributes of one element. */
const MAX_ATTRIBUTES = 1_000

/** What the children of an element are about. */
type Context = 'feed' | 'entry' | 'person' | 'source' | 'skip'

interface Frame {
  readonly name: string
  readonly scope: Scope
  readonly base: string
  readonly language: string
  readonly context: Context
}

/** A person or a source, put together from its children or its own text. */
interface Group {
  readonly kind: 'person' | 'source'
  readonly frame: Frame
  readonly parts: Record<string, string>
}

interface OpenEntry {
  readonly frame: Frame
  xml: string
  /** Anything at all was in it. */
  filled: boolean
  /** It can be told from others: a guid or link was read whole. */
  identified: boolean
}

const FIELDS: Readonly<Record<Context, ReadonlyMap<string, FieldRule>>> = {
  feed: FEED_FIELDS,
  entry: ENTRY_FIELDS,
  person: PERSON_FIELDS,
  source: SOURCE_FIELDS,
  skip: new Map(),
}
const ROOTS = new Set(['rss', 'feed', 'rdf:rdf', 'channel', 'item', 'entry', '?:rss', '?:feed', '?:channel'])
const STRUCTURE = new Set([...ROOTS, 'skiphours', 'skipdays', 'items'])
/** Elements of a feed that no HTML has: they end a field whose own end tag was forgotten. */
const NEVER_MARKUP = new Set(['item', 'entry', 'pubdate', 'guid', 'published', 'updated', 'enclosure'])

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
  private readonly entries: string[] = []
  private readonly empties: string[] = []
  private channel = ''

  constructor(baseUrl: string) {
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
    const scope = enterScope(outer.scope, attributes)
    const name = nameOf(written, scope)
    this.noteRoot(written, name)
    if (this.field && this.endsField(name, outer)) {
      outer = this.field.frame
      this.closeField()
    }
    const frame: Frame = {
      name,
      scope,
      base: attributes['xml:base'] ? resolveUrl(attributes['xml:base'], outer.base) : outer.base,
      language: attributes['xml:lang'] ?? outer.language,
      context: this.field ? 'skip' : this.contextOf(name, outer.context),
    }
    this.frames.push(frame)
    if (this.field) addOpenTag(this.field.open, written, attributes, frame.base)
    else this.enter(frame, outer.context, attributes)
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
    const kept = this.entries.length > 0 ? this.entries : this.empties.slice(0, 1)
    const dropped = this.entries.length + this.empties.length - kept.length + unread
    const xml = `<rss version="2.0"><channel>${this.channel}${kept.join('')}</channel></rss>`
    return { xml: this.isFeed ? xml : null, root: this.root, dropped }
  }

  private noteRoot(written: string, name: string): void {
    this.root ??= written
    if (this.isFeed || this.root.toLowerCase() === 'html' || !ROOTS.has(name)) return
    this.isFeed = true
    this.isAtom = name === 'feed' || name === 'entry'
  }

  /** A new field, or a new entry, where the last field was never closed. */
  private endsField(name: string, outer: Frame): boolean {
    if (NEVER_MARKUP.has(name)) return true
    const context = this.field!.frame.context
    return this.field!.frame === outer && FIELDS[context].has(name) && this.field!.open.mode !== 'xml'
  }

  private contextOf(name: string, outer: Context): Context {
    if (name === 'item' || name === 'entry') return 'entry'
    if (name === 'author' && (outer === 'feed' || outer === 'entry')) return 'person'
    if (outer === 'feed') return STRUCTURE.has(name) || FEED_FIELDS.has(name) ? 'feed' : 'skip'
    if (outer !== 'entry') return FIELDS[outer].has(name) ? outer : 'skip'
    if (name === 'source') return 'source'
    return name === 'media:group' || ENTRY_FIELDS.has(name) ? 'entry' : 'skip'
  }

  private enter(frame: Frame, outer: Context, attributes: Attributes): void {
    if (this.entry && Object.keys(attributes).length > 0) this.entry.filled = true
    if (frame.name === 'item' || frame.name === 'entry') this.openEntry(frame, attributes)
    if (frame.context === 'person' && outer !== 'person') this.group = { kind: 'person', frame, parts: {} }
    if (frame.context === 'source' && outer === 'entry')
      this.group = { kind: 'source', frame, parts: { url: resolveUrl(attributes.url ?? '', frame.base) } }
    const rule = FIELDS[outer].get(frame.name)
    if (!rule) return
    if (rule.kind === 'attributes') this.emit(rule.as, '', attributes, frame)
    else this.field = { frame, open: openField(rule, attributes, frame.base, this.isAtom) }
  }

  private openEntry(frame: Frame, attributes: Attributes): void {
    if (this.entry) this.closeEntry()
    if (this.entries.length === MAX_ENTRIES) {
      this.stopped = true
      this.stop()
      return
    }
    const about = attributes['rdf:about'] ?? ''
    this.entryDepth = this.frames.length
    this.entry = { frame, xml: '', filled: false, identified: false }
    if (about) this.emit('about', about, {}, frame)
    if (frame.language) this.emit('xmllang', frame.language, {}, frame)
  }

  private closeEntry(): void {
    const { xml, filled, identified } = this.entry!
    this.entry = null
    this.group = null
    const cutShort = this.atEnd && !identified
    if (filled && !cutShort) this.entries.push(`<item>${xml}</item>`)
    else this.empties.push(`<item>${xml}</item>`)
  }

  private closeField(): void {
    const { open, frame } = this.field!
    this.field = null
    this.emit(open.rule.as, fieldValue(open), open.attributes, frame)
  }

  private closeGroup(): void {
    const { kind, parts, frame } = this.group!
    this.group = null
    const value =
      kind === 'person' ? parts.name || parts.text || parts.email : parts.sourcetitle || parts.text
    const attributes: Attributes = kind === 'person' ? {} : { url: parts.sourcelink || parts.url || '' }
    this.emit(kind === 'person' ? 'author' : 'source', value ?? '', attributes, frame)
  }

  /** RFC 3986, section 5.2.2: an empty address is the base itself; worth something only where a base was given. */
  private withWholeBase(name: string, attributes: Attributes, frame: Frame): Attributes {
    const empty = name === 'link' && attributes.href?.trim() === '' && frame.base !== this.frames[0]!.base
    return empty ? { ...attributes, href: frame.base } : attributes
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
    const xml = element(name, legal(value), this.withWholeBase(name, attributes, frame), frame.base)
    if (!this.entry) {
      this.channel += xml
      return
    }
    this.entry.xml += xml
    if (value.trim()) this.entry.filled = true
    if (value.trim() && (name === 'guid' || name === 'link' || name === 'about')) this.entry.identified = true
    if (name === 'link' && attributes.href) this.entry.identified = true
  }
}

/** The source feed's own page or, failing that, whatever it links to first. */
function linkOf(value: string, attributes: Attributes, base: string): string {
  return resolveUrl(attributes.href ?? value, base)
}
