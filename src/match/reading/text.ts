/** What is read off the words of an entry's text. Of most entries that are looked at, strangers, little is asked. */

import type { IndexKeys, MatchEntry } from '../../contract/matching.ts'
import { tokensOf } from '../../fingerprint/encode.ts'
import { keysOf } from '../../fingerprint/keys.ts'
import { SHINGLE_WORDS, shingle, shinglesIn, writeShingles } from '../../fingerprint/shingles.ts'
import { BOILERPLATE, NUMBER, QUOTED } from '../../fingerprint/tokens.ts'
import { Numbers } from '../numbers.ts'
import { once } from '../once.ts'
import { fill, roomFor, type Table } from './table.ts'
import { type Wording, wordingOf } from './wording.ts'

export interface Text {
  readonly shingles: Uint32Array
  readonly table: Table
  /** Per shingle: 0 boilerplate, PUBLIC or FREE. */
  readonly kinds: Uint8Array
  /** Shingles that are no boilerplate. */
  readonly size: number
  /** Its index keys; boilerplate gives none. */
  readonly keys: () => IndexKeys
  /** The words that are no boilerplate, for texts too short for shingles to tell. */
  readonly wording: () => Wording
  /** The different numbers in the text that are no boilerplate. */
  readonly figures: () => Numbers
  /** Per shingle: 1 where one of its words has a digit. */
  readonly numbered: () => Uint8Array
  /** The different words of the text, as the upper 24 bits of their hashes. */
  readonly vocabulary: () => Numbers
}

/** A shingle that touches a quotation, or public text: it shows little copying. */
export const PUBLIC = 1
export const FREE = 2

/** @param tokens Of the entry's print. They are not kept: they are seldom asked for again, and take much room. */
export function textOf(entry: MatchEntry, tokens: Uint32Array): Text {
  const { table, kinds } = roomFor(shinglesIn(tokens))
  writeShingles(tokens, table.row)
  fill(table)
  writeKinds(tokens, kinds)
  const again = () => tokensOf(entry.print.bytes)
  return {
    shingles: table.row,
    table,
    kinds,
    size: sizeOf(kinds),
    vocabulary: once(() => hashesOf(again())),
    wording: once(() => wordingOf(again())),
    figures: once(() => figuresOf(again())),
    numbered: once(() => numberedOf(again())),
    keys: once(() => keysOf(entry, ownOf(again()))),
  }
}

function writeKinds(tokens: Uint32Array, kinds: Uint8Array): void {
  let quoted = -1 // the last word so far that is quoted
  for (let at = 0; at < SHINGLE_WORDS - 1 && at < tokens.length; at++) if (tokens[at]! & QUOTED) quoted = at
  for (let i = 0; i < kinds.length; i++) {
    const end = i + SHINGLE_WORDS - 1
    if (tokens[end]! & QUOTED) quoted = end
    if (!(tokens[i]! & BOILERPLATE)) kinds[i] = quoted >= i ? PUBLIC : FREE
  }
}

function sizeOf(kinds: Uint8Array): number {
  let size = 0
  for (const kind of kinds) if (kind) size++
  return size
}

/** The shingles that are no boilerplate. */
function ownOf(tokens: Uint32Array): Uint32Array {
  const own = shingle(tokens)
  let count = 0
  for (let i = 0; i < own.length; i++) if (!(tokens[i]! & BOILERPLATE)) own[count++] = own[i]!
  return own.subarray(0, count)
}

function hashesOf(tokens: Uint32Array): Numbers {
  const found = new Numbers(tokens.length)
  for (const token of tokens) found.add(token >>> 8)
  return found
}

function figuresOf(tokens: Uint32Array): Numbers {
  const isFigure = (token: number) => (token & (NUMBER | BOILERPLATE)) === NUMBER
  let count = 0
  for (const token of tokens) if (isFigure(token)) count++
  const found = new Numbers(count)
  for (const token of tokens) if (isFigure(token)) found.add(token >>> 8)
  return found
}

function numberedOf(tokens: Uint32Array): Uint8Array {
  const numbered = new Uint8Array(shinglesIn(tokens))
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]! & NUMBER) numbered.fill(1, Math.max(0, at - SHINGLE_WORDS + 1), at + 1)
  }
  return numbered
}
