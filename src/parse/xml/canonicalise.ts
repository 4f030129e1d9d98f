/**
 * Rewrites anything feed-like into one small well-formed RSS document that holds only what we keep: one pass over the
 * tags, namespaces resolved, links absolute, markup as escaped HTML. It survives broken nesting, bare ampersands and
 * truncation, and holds the limits on depth, entries and lengths. It must not decide between two values of a field
 * (that is `meaning/`) and knows nothing of the library that reads its output.
 */
import { Parser } from 'htmlparser2'
import type { Canonical } from './canonical.ts'
import { isDoubledInPart, undoDoubleUtf8 } from './double-utf8.ts'
import { Pass } from './pass.ts'
import { repair } from './repair.ts'

/** Throws ParseError at a document that only an attacker writes: nested too deeply, or with too many attributes. */
export function canonicalise(document: string, baseUrl: string): Canonical {
  // First the whole document: fields are trimmed, and what they lose may be part of such characters.
  const text = repair(undoDoubleUtf8(document, false))
  const pass = new Pass(baseUrl, isDoubledInPart(text))
  const parser = new Parser(pass, { xmlMode: true, decodeEntities: false, lowerCaseAttributeNames: true })
  pass.stop = () => parser.pause()
  parser.write(text)
  if (pass.stopped) return pass.finish(1 + countEntries(text, parser.startIndex))
  pass.atEnd = true
  parser.end()
  return pass.finish(0)
}

/** Roughly, and without looking at the rest of the document any closer. */
function countEntries(text: string, from: number): number {
  let count = 0
  for (const tag of ['<item', '<entry']) {
    for (let at = text.indexOf(tag, from); at >= 0; at = text.indexOf(tag, at + 1)) count += 1
  }
  return count
}
