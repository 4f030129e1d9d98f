/**
 * HTML → plain text for matching and for titles. Paragraphs end in a line break, words stay apart, and what a person
 * does not read (scripts, players with their captions, hidden parts) is left out. It must not remove what an outlet
 * wrote around a story: learning that is matching's business.
 */
import { Parser } from 'htmlparser2'

const BLOCKS = new Set(
  (
    'address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody tfoot thead ' +
    'title tr ul'
  ).split(' '),
)
const CELLS = new Set(['td', 'th', 'option', 'button', 'img'])
const PLAYERS = new Set(['audio', 'video', 'iframe', 'object', 'embed'])
const SILENT = new Set([
  ...PLAYERS,
  ...'applet canvas head math noembed noframes noscript script select style svg template textarea xmp'.split(
    ' ',
  ),
])
const INLINE =
  'a abbr acronym b bdi bdo big blink cite code del dfn em font i ins kbd label mark marquee nobr q rp rt ruby s samp ' +
  'small span strike strong sub sup time tt u var wbr input link meta source track picture'
const NAMES = [...BLOCKS, ...CELLS, ...SILENT, ...INLINE.split(' ')].join('|')
const NO_TAG = new RegExp(`<(?!/?(?:${NAMES})(?=[\\s/>])[^<>]*>|!--)`, 'gi')
const MAX_DEPTH = 200

/** For matching: lines of text, one paragraph each, without blank ones; compatibility forms folded (NFKC). */
export function plainText(html: string): string {
  return tidy(read(html).normalize('NFKC').replace(JOINERS, ''))
}

/** For showing: the text on one line, its letters as they were written. */
export function plainLine(html: string): string {
  return tidy(read(html)).replace(/\n/g, ' ')
}

/** A title's text, on one line: a `<` that opens no element of HTML is a character ("A<B", "List<Feed>"). */
export function titleText(html: string): string {
  return plainLine(html.includes('<') ? html.replace(NO_TAG, '&lt;') : html)
}

function read(html: string): string {
  const reading = new Reading()
  new Parser(reading).end(html)
  return reading.text()
}

/** Formatting that nobody sees, and controls: a terminal obeys them. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g

/** Between letters or emoji these are spelling (Persian, Hindi, families of emoji); the same words go without them too. */
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

class Reading {
  private out = ''
  /** Names of open elements, inside a silent one only. */
  private silence: string[] = []
  /** Where each open figure and caption began, innermost last. */
  private readonly figures: { start: number; player: boolean }[] = []

  onopentag(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.silence.length > 0) {
      if (this.silence.length < MAX_DEPTH) this.silence.push(name)
      return
    }
    if (PLAYERS.has(name) && this.figures.length > 0) this.figures.at(-1)!.player = true
    if (SILENT.has(name) || isHidden(attributes)) {
      this.silence.push(name)
      return
    }
    if (name === 'figure') this.figures.push({ start: this.out.length, player: false })
    this.separate(name)
  }

  onclosetag(name: string): void {
    if (this.silence.length > 0) {
      const at = this.silence.lastIndexOf(name)
      if (at >= 0) this.silence.length = at
      if (this.silence.length === 0) this.separate(name)
      return
    }
    if (name === 'figure') {
      const figure = this.figures.pop()
      if (figure?.player) this.out = this.out.slice(0, figure.start)
    }
    this.separate(name)
  }

  ontext(text: string): void {
    if (this.silence.length === 0) this.out += text.replace(/\s+/g, ' ')
  }

  text(): string {
    return this.out
  }

  private separate(name: string): void {
    if (BLOCKS.has(name)) this.out += '\n'
    else if (CELLS.has(name)) this.out += ' '
  }
}

function isHidden(attributes: Readonly<Record<string, string>>): boolean {
  if (attributes.hidden !== undefined || attributes['aria-hidden'] === 'true') return true
  return /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attributes.style ?? '')
}
