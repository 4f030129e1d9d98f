/**
 * A publisher's HTML → HTML that is safe on anyone's page, and its plain text for matching, in one pass. Only known
 * elements and attributes are written, with each value escaped and every address absolute (http, https, mailto or tel);
 * all else is left out. What scripts and frames would have shown becomes a picture or a link.
 */
import { Parser } from 'htmlparser2'
import type { Attributes } from '../attributes.ts'
import { isFlash, isWebUrl } from '../web-url.ts'
import { escapeMarkup } from '../xml/entities.ts'
import { isHidden, SHOWN, UNSHOWN, VOID } from './elements.ts'
import { embeddedUrl, isPlayer, isUnseen, labelOf } from './embeds.ts'
import { isPixel, type Picture, pictureOf } from './pictures.ts'
import { PlainText } from './plain-text.ts'
import { type Place, withLateSrc, withSrc, writeAttributes } from './write-attributes.ts'

/** Elements inside one another; deeper ones leave their text. */
const MAX_DEPTH = 100

/** The parser makes one where there is an end tag without a start tag. */
const EMPTY_PARAGRAPH = /<p(?: [^>]*)?>\s*<\/p>/g

export interface Rendered {
  readonly html: string
  /** Lines of text, one paragraph each. */
  readonly text: string
}

export function render(html: string, place: Place): Rendered {
  const renderer = new Renderer(place)
  new Parser(renderer).end(html)
  const shown = renderer.html.replace(EMPTY_PARAGRAPH, '').trim()
  return {
    html: shown,
    get text() {
      return renderer.plain.text() // of an excerpt, nobody asks for it
    },
  }
}

type Mode = 'whole' | 'nothing' | 'embeds'

/** An open element. */
interface Frame {
  readonly name: string
  /** Its end tag, where its start tag was written. */
  readonly end: string
  /** How much there was to see when it began, and the HTML's length. */
  readonly seen: number
  readonly start: number
  /** What is written of all that is inside it. */
  readonly mode: Mode
  /** Of an object: what it shows. */
  url: string | null
  /** Of a formula: the parts so far. */
  parts: number
}

class Renderer {
  html = ''
  readonly plain = new PlainText()
  private readonly place: Place
  private readonly frames: Frame[] = []
  private depth = 0
  /** Counts texts, pictures and players. */
  private seen = 0
  /** The `srcset` of each `source` in the open `picture`. */
  private sources: string[] = []
  /** The last picture, as long as no text followed it. */
  private picture: Picture | null = null

  constructor(place: Place) {
    this.place = place
  }

  onopentag(name: string, attributes: Attributes): void {
    this.plain.open(name, attributes)
    const outer = this.frames.at(-1)
    const around = outer?.mode ?? 'whole'
    const isShown = around !== 'nothing' && !UNSHOWN.has(name) && !isHidden(attributes)
    if (outer && isShown) this.beginPart(outer)
    const { seen } = this
    const start = this.html.length
    const end = isShown ? this.begin(name, attributes, around) : ''
    const mode = isShown ? modeInside(name, around) : 'nothing'
    if (end !== '') this.depth += 1
    if (VISIBLE.has(name) && isShown) this.seen += 1
    const url = name === 'object' ? embeddedUrl(attributes, this.place.base) : null
    this.frames.push({ name, end, seen, start, mode, url, parts: 0 })
  }

  onclosetag(name: string): void {
    this.plain.close(name)
    if (this.frames.at(-1)?.name !== name) return // its start tag was cut off
    const frame = this.frames.pop()!
    if (frame.end !== '') {
      this.html += frame.end
      this.depth -= 1
    }
    if (name === 'object' && frame.mode !== 'nothing') this.endObject(frame)
    else if (name === 'picture') this.sources = []
    else if (name === 'text') this.html += ' ' // the words of a drawing are apart from one another
  }

  ontext(text: string): void {
    this.plain.add(text)
    const frame = this.frames.at(-1)
    if (frame && frame.mode !== 'whole') return
    if (/\S/.test(text)) {
      this.picture = null
      this.seen += 1
    }
    this.html += escapeText(text)
  }

  /** Writes the start of an element, and returns the end tag that is still to be written, or ''. */
  private begin(name: string, attributes: Attributes, mode: Mode): string {
    switch (name) {
      case 'iframe':
      case 'frame':
      case 'embed':
      case 'amp-iframe':
      case 'amp-youtube':
      case 'lite-youtube':
        return this.embed(name, attributes)
      case 'img':
      case 'amp-img':
        this.addPicture(attributes, mode)
        return ''
      case 'param':
        this.noteParameter(attributes)
        return ''
      case 'source':
        if (this.frames.at(-1)?.name !== 'picture') break
        this.sources.push(attributes.srcset || attributes['data-srcset'] || '')
        return ''
    }
    if (!SHOWN.has(name) || this.depth >= MAX_DEPTH) return ''
    if (mode === 'embeds' && !EMBEDDING.has(name)) return ''
    const start = `<${name}${writeAttributes(name, withLateSrc(name, attributes), this.place)}`
    this.html += VOID.has(name) ? `${start} />` : `${start}>`
    return VOID.has(name) ? '' : `</${name}>`
  }

  /** A known player stays a frame; anything else that can be opened is a link. */
  private embed(name: string, attributes: Attributes): string {
    const url = embeddedUrl(attributes, this.place.base)
    if (url === null || (name === 'iframe' && isUnseen(attributes))) return ''
    if (name === 'iframe' && isPlayer(url) && this.depth < MAX_DEPTH) {
      this.html += `<iframe${writeAttributes(name, { ...attributes, src: url }, this.place)}>`
      return '</iframe>'
    }
    this.addLink(url, labelOf(url, attributes))
    return ''
  }

  private addLink(url: string, label: string): void {
    const inLink = this.frames.some((frame) => frame.end === '</a>')
    const text = escapeText(label)
    this.html += inLink ? text : `<a href="${escapeMarkup(url)}" rel="noopener noreferrer">${text}</a>`
  }

  private addPicture(attributes: Attributes, mode: Mode): void {
    const picture = pictureOf(attributes, this.sources, this.place.base)
    if (!isWebUrl(picture.url) || isPixel(attributes)) return
    if (this.picture && isFallback(this.picture, picture, mode)) return
    this.picture = picture
    this.html += `<img${writeAttributes('img', withSrc(attributes, picture.url), this.place)} />`
  }

  private noteParameter({ name, value }: Attributes): void {
    const object = this.frames.findLast((frame) => frame.name === 'object')
    if (object && /^(?:movie|src)$/i.test(name ?? ''))
      object.url ??= embeddedUrl({ src: value ?? '' }, this.place.base)
  }

  /** An object leaves a link, unless there is something else to see or to open in its place. */
  private endObject({ seen, start, url }: Frame): void {
    if (url === null) return
    const hasOther = this.seen > seen && (isFlash(url) || OTHER.test(this.html.slice(start)))
    if (!hasOther) this.addLink(url, labelOf(url, {}))
  }

  /** Writes a sign between the parts of a formula, which on paper are above or beside one another. */
  private beginPart(outer: Frame): void {
    const sign = BETWEEN_PARTS[outer.name]
    if (sign === undefined) return
    if (outer.parts > 0) this.ontext(sign)
    outer.parts += 1
  }
}

/** Elements that are written inside others whose text is for browsers without scripts. */
const EMBEDDING = new Set(['picture', 'video', 'audio', 'source', 'track'])
const VISIBLE = new Set(['img', 'video', 'audio', 'iframe', 'embed', 'hr'])
/** What can be seen or opened in place of an object. */
const OTHER = /<(?:a|audio|iframe|img|video)\b/
const BETWEEN_PARTS: Readonly<Record<string, string>> = { mfrac: '/', msup: '^', msub: '_' }
/** Elements of a drawing whose text can be read. */
const DRAWN_TEXT = new Set(['text', 'foreignobject'])

function modeInside(name: string, around: Mode): Mode {
  if (name === 'iframe') return 'nothing'
  if (name === 'noscript' || name === 'svg') return 'embeds'
  return DRAWN_TEXT.has(name) ? 'whole' : around
}

/** Whether a picture is the one before it once more, for browsers with scripts or for those without. */
function isFallback(before: Picture, picture: Picture, mode: Mode): boolean {
  if (before.url === picture.url) return before.late || picture.late || mode === 'embeds'
  return before.late && mode === 'embeds'
}

function escapeText(text: string): string {
  return /[&<>]/.test(text) ? text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') : text
}
