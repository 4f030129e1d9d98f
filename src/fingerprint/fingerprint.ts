/**
 * Makes the fingerprint of an entry: its words as hashes, and the phrases that may credit an agency. Pure, and independent of
 * every other entry: what an outlet's boilerplate is, is learned later. Must not decide whether two entries are one story.
 */
import type { Print, Printable } from '../contract/matching.ts'
import { findCredits } from './credits.ts'
import { encode, VERSION } from './encode.ts'
import { isGathered } from './gathered.ts'
import { tokenise } from './tokens.ts'

export function fingerprint(entry: Printable): Print {
  const gathered = isGathered(entry.title, entry.text)
  const tokens = gathered
    ? new Uint32Array(0)
    : withoutTitle(tokenise(entry.text), tokenise(entry.title.slice(0, LONGEST_TITLE)))
  const content = {
    tokens,
    credits: findCredits(entry),
    isGathered: gathered,
    isRecurring: false,
    sources: [],
  }
  return { version: VERSION, bytes: encode(content) }
}

/** No headline is longer; of what claims to be one only so much is read. Characters. */
export const LONGEST_TITLE = 300
/** How far down a text its title may be repeated. Words. */
const TITLE_REACH = 80

/** Takes the title out of the top of the text, where many sites repeat it (once or twice): it says nothing more there. */
function withoutTitle(tokens: Uint32Array, title: Uint32Array): Uint32Array {
  if (title.length < 3) return tokens
  const at = find(tokens, title)
  if (at < 0) return tokens
  const rest = new Uint32Array(tokens.length - title.length)
  rest.set(tokens.subarray(0, at))
  rest.set(tokens.subarray(at + title.length), at)
  return withoutTitle(rest, title)
}

function find(tokens: Uint32Array, title: Uint32Array): number {
  const last = Math.min(TITLE_REACH, tokens.length - title.length)
  for (let i = 0; i <= last; i++) {
    if (title.every((token, j) => token >>> 8 === (tokens[i + j] ?? 0) >>> 8)) return i
  }
  return -1
}
