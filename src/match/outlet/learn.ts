/**
 * Learns from an outlet's recent entries what is the outlet's and not the story's: its boilerplate, and the names of
 * sources that it puts on titles. Nothing is counted up, so what leaves the recent entries is forgotten.
 */

import type { MatchEntry, Print } from '../../contract/matching.ts'
import { type Content, decode, encode } from '../../fingerprint/encode.ts'
import { shingle } from '../../fingerprint/shingles.ts'
import { BOILERPLATE } from '../../fingerprint/tokens.ts'
import { findBoilerplate } from './boilerplate.ts'
import { findRecurring, titleOf } from './recurring.ts'
import { findSources, sourcesOn } from './sources.ts'

/** The new prints of those of one outlet's entries that are read otherwise by now. */
export function learn(recent: readonly MatchEntry[]): Map<number, Print> {
  const texts = [...recent].sort((a, b) => (a.key < b.key ? -1 : 1)).map(unpack)
  const boilerplate = findBoilerplate(texts)
  const sources = findSources(texts)
  const recurring = findRecurring(recent)
  const changed = new Map<number, Print>()
  for (const [i, text] of texts.entries()) {
    const tokens = mark(text.content.tokens, boilerplate[i]!)
    const own = sourcesOn(text.entry.title, sources)
    const isRecurring = recurring.has(titleOf(text.entry))
    if (!tokens && own.join() === text.content.sources.join() && isRecurring === text.content.isRecurring)
      continue
    const content = { ...text.content, tokens: tokens ?? text.content.tokens, sources: own, isRecurring }
    changed.set(text.entry.id, { version: text.entry.print.version, bytes: encode(content) })
  }
  return changed
}

interface Unpacked {
  readonly entry: MatchEntry
  readonly content: Content
  readonly shingles: Uint32Array
}

function unpack(entry: MatchEntry): Unpacked {
  const content = decode(entry.print.bytes)
  return { entry, content, shingles: shingle(content.tokens) }
}

/** The tokens with their marks of boilerplate brought up to date, or null where they are. */
function mark(tokens: Uint32Array, boilerplate: Uint8Array): Uint32Array | null {
  const marked = tokens.slice()
  let changed = false
  for (let i = 0; i < boilerplate.length; i++) {
    const token = boilerplate[i] ? tokens[i]! | BOILERPLATE : tokens[i]! & ~BOILERPLATE
    if (token >>> 0 === tokens[i]) continue
    marked[i] = token
    changed = true
  }
  return changed ? marked : null
}
