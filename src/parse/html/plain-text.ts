/**
 * HTML → plain text for matching and for titles. Paragraphs end in a line break, words stay apart, and what a person
 * does not read (scripts, players with their captions, hidden parts) is left out. It must not remove what an outlet
 * wrote around a story: learning that is matching's business.
 */
import { Parser } from 'htmlparser2'
import type { Attributes } from '../attributes.ts'
import { BLOCKS, CELLS, isHidden, PLAYERS, SILENT } from './elements.ts'

const MAX_DEPTH = 200
const MANY_BLANKS = /[\t\n\r\f\v]|\s\s/

/** For showing: the text on one line, its letters as they were written. */
export function plainLine(html: string): string {
  return tidy(html.includes('<') || html.includes('&') ? read(html) : html).replace(/\n/g, ' ')
}

function read(html: string): string {
  const text = new PlainText()
  const handler = {
    onopentag: (name: string, attributes: Attributes) => text.open(name, attributes),
    onclosetag: (name: string) => text.close(name),
    ontext: (part: string) => text.add(part),
  }
  new Parser(handler).end(html)
  return text.whole
}

/** Formatting that nobody sees, and controls: a terminal obeys them. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g

/** Between letters or emoji these are spelling (Persian, Hindi, families of emoji); people leave them out, too. */
const JOINERS = /\u200c|\u200d/g
const STRAY_JOINERS =
  /(?<!\ufe0f|[\p{L}\p{M}\p{Emoji}])(?:\u200c|\u200d)+|(?:\u200c|\u200d)+(?!\u200c|\u200d|[\p{L}\p{M}\p{Emoji}])/gu

/** Invisible characters gone, blanks single. */
function tidy(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(STRAY_JOINERS, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
}

/** Gathers the text of HTML from a parser's events. */
export class PlainText {
  private readonly parts: string[] = []
  /** Names of open elements, inside a silent one only. */
  private silence: string[] = []
  /** Where each open figure and caption began, innermost last. */
  private readonly figures: { start: number; player: boolean }[] = []

  open(name: string, attributes: Attributes): void {
    if (this.silence.length > 0) {
      if (this.silence.length < MAX_DEPTH) this.silence.push(name)
      return
    }
    if (PLAYERS.has(name) && this.figures.length > 0) this.figures.at(-1)!.player = true
    if (SILENT.has(name) || isHidden(attributes) || attributes['aria-hidden'] === 'true') {
      this.silence.push(name)
      return
    }
    if (name === 'figure') this.figures.push({ start: this.parts.length, player: false })
    this.separate(name)
  }

  close(name: string): void {
    if (this.silence.length > 0) {
      const at = this.silence.lastIndexOf(name)
      if (at >= 0) this.silence.length = at
      if (this.silence.length === 0) this.separate(name)
      return
    }
    if (name === 'figure') {
      const figure = this.figures.pop()
      if (figure?.player) this.parts.length = figure.start
    }
    this.separate(name)
  }

  add(text: string): void {
    if (this.silence.length === 0) this.parts.push(MANY_BLANKS.test(text) ? text.replace(/\s+/g, ' ') : text)
  }

  /** As it was gathered. */
  get whole(): string {
    return this.parts.join('')
  }

  /** For matching: lines of text, one paragraph each, without blank ones; compatibility forms folded (NFKC). */
  text(): string {
    return tidy(this.whole.normalize('NFKC').replace(JOINERS, ''))
  }

  private separate(name: string): void {
    if (BLOCKS.has(name)) this.parts.push('\n')
    else if (CELLS.has(name)) this.parts.push(' ')
  }
}
