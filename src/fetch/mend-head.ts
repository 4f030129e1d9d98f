/**
 * Answers that break RFC 9112 in ways that every browser and feed reader forgives, rewritten into what Node's strict
 * parser takes. Forgiving is safe here: each connection serves one request, is closed after it and never shared, so there
 * is no second answer that a different reading of the first could smuggle in. Pure.
 */

interface MendedHead {
  /** Status line and header lines, ended by an empty line. */
  readonly head: string
  /** What was forgiven, in words; empty when the head was as it should be. */
  readonly leniencies: readonly string[]
  readonly status: number
  readonly isChunked: boolean
}

/** `head` is latin1, from the status line up to and with the empty line. */
export function mendHead(head: string): MendedHead {
  const leniencies = new Set<string>()
  if (/(^|[^\r])\n/.test(head)) leniencies.add('lines that end in a line feed alone')
  const [statusLine = '', ...rest] = head.split(/\r?\n/)
  const lines = rest.filter((line) => line !== '')
  const headers = unfold(lines, leniencies)
    .map((line) => mendLine(line, leniencies))
    .filter((header) => header !== null)
  const kept = mendLengths(headers, leniencies)
  const status = Number(/^HTTP\/\d\.\d (\d{3})\b/.exec(statusLine)?.[1] ?? 0)
  const isChunked = kept.some(([name, value]) => isTransferCoding(name) && /\bchunked\s*$/i.test(value))
  if (leniencies.size === 0) return { head, leniencies: [], status, isChunked }
  const mended = [statusLine, ...kept.map(([name, value]) => `${name}: ${value}`), '', '']
  return { head: mended.join('\r\n'), leniencies: [...leniencies], status, isChunked }
}

type Header = readonly [name: string, value: string]

/** RFC 9112, section 5.2. */
function unfold(lines: readonly string[], leniencies: Set<string>): string[] {
  const whole: string[] = []
  for (const line of lines) {
    if (!/^[ \t]/.test(line)) {
      whole.push(line)
      continue
    }
    leniencies.add('a header folded over several lines')
    const last = whole.pop()
    if (last !== undefined) whole.push(`${last} ${line.trim()}`)
  }
  return whole
}

/** RFC 9112, section 5.1, and RFC 9110, section 5.5. Null for a line that is no header. */
function mendLine(line: string, leniencies: Set<string>): Header | null {
  const colon = line.indexOf(':')
  const written = colon < 0 ? line : line.slice(0, colon)
  const name = written.trim()
  if (colon < 0 || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) {
    leniencies.add('a line that is no header')
    return null
  }
  if (name !== written) leniencies.add('blanks before a colon')
  const value = line.slice(colon + 1)
  const clean = value.replace(CONTROLS, '')
  if (clean !== value) leniencies.add('control characters in a header')
  return [name, clean.trim()]
}

/** All but the tab. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\x00-\x08\x0a-\x1f\x7f]/g

/** RFC 9112, section 6.3: chunks win over a length; a length may be repeated only when it stays the same. */
function mendLengths(headers: readonly Header[], leniencies: Set<string>): readonly Header[] {
  const lengths = headers.filter(([name]) => isLength(name)).flatMap(([, value]) => value.split(/\s*,\s*/))
  if (lengths.length === 0) return headers
  const others = headers.filter(([name]) => !isLength(name))
  if (others.some(([name, value]) => isTransferCoding(name) && /\bchunked\b/i.test(value))) {
    leniencies.add('a length beside chunks')
    return others
  }
  if (lengths.length === 1 || new Set(lengths).size > 1) return headers
  leniencies.add('the same length given twice')
  return [...others, ['Content-Length', lengths[0]!]]
}

function isLength(name: string): boolean {
  return name.toLowerCase() === 'content-length'
}

function isTransferCoding(name: string): boolean {
  return name.toLowerCase() === 'transfer-encoding'
}
