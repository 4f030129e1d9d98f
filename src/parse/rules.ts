/**
 * A person's rules for which entries of a feed are wanted: words, or regular expressions of RE2, which take time with
 * the length of the text and no more, whatever it is.
 */
import { RE2JS } from 're2js'
import type { EntryRule, LeftOutEntry, ParsedEntry } from '../contract/model.ts'

export interface Rules {
  readonly keep: readonly EntryRule[]
  readonly drop: readonly EntryRule[]
}

type Test = (text: string) => boolean

/** Parts the entries into those that are wanted and those that a rule leaves out. */
export function sift(
  entries: readonly ParsedEntry[],
  { keep, drop }: Rules,
): { wanted: readonly ParsedEntry[]; leftOut: readonly LeftOutEntry[] } {
  if (keep.length + drop.length === 0) return { wanted: entries, leftOut: [] }
  const keeps = keep.map(compile)
  const drops = drop.map(compile)
  const wanted: ParsedEntry[] = []
  const leftOut: LeftOutEntry[] = []
  for (const entry of entries) {
    const dropped = drops.find(({ matches }) => matches(entry))
    const isKept = keeps.length === 0 || keeps.some(({ matches }) => matches(entry))
    if (!dropped && isKept) wanted.push(entry)
    else {
      const { guid, title, link } = entry
      leftOut.push({
        guid,
        title,
        link,
        rule: dropped ? `drop: ${dropped.words}` : 'keep: none of its rules',
      })
    }
  }
  return { wanted, leftOut }
}

/** All parts of a rule must hold. */
function compile(rule: EntryRule): { words: string; matches: (entry: ParsedEntry) => boolean } {
  const parts = Object.entries(rule).filter(([, pattern]) => pattern !== null) as [keyof EntryRule, string][]
  const tests = parts.map(([field, pattern]) => [field, testOf(pattern)] as const)
  return {
    words: parts.map(([field, pattern]) => `${field}: ${pattern}`).join(', '),
    matches: (entry) => tests.every(([field, test]) => fieldOf(entry, field).some(test)),
  }
}

function fieldOf(entry: ParsedEntry, field: keyof EntryRule): readonly string[] {
  switch (field) {
    case 'title':
      return [entry.title]
    case 'text':
      return [entry.text]
    case 'author':
      return [entry.author ?? '']
    case 'category':
      return entry.categories
    case 'address':
      return [entry.link ?? '']
  }
}

const EXPRESSION = /^\/(.*)\/([ims]*)$/s

/** `/expression/flags`, or words: whole ones in this order, in capitals or not. */
function testOf(pattern: string): Test {
  const [, expression, flags = ''] = EXPRESSION.exec(pattern) ?? []
  if (expression === undefined) {
    const words = pattern.trim().split(/\s+/).map(escaped).join('\\s+')
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, 'iu')
    return (text) => whole.test(text)
  }
  const compiled = RE2JS.compile(expression, flagsOf(flags))
  return (text) => compiled.matcher(text).find()
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

function flagsOf(flags: string): number {
  return (
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  )
}
