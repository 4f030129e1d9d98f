/**
 * What is read off the words of an entry's text. Of most entries that are looked at, strangers, little is asked: the rest
 * is worked out when it is. A function for each of these, that remembers what it made, takes ten times as much room.
 */

import type { IndexKeys, MatchEntry } from '../../contract/matching.ts'
import { tokensOf } from '../../fingerprint/encode.ts'
import { keysOf } from '../../fingerprint/keys.ts'
import { SHINGLE_WORDS, shingle, shinglesIn, writeShingles } from '../../fingerprint/shingles.ts'
import { BOILERPLATE, NUMBER, QUOTED } from '../../fingerprint/tokens.ts'
import { Numbers } from '../numbers.ts'
import { fill, roomFor, type Table } from './table.ts'
import { type Wording, wordingOf } from './wording.ts'

/** A shingle that touches a quotation, or public text: it shows little copying. */
export const PUBLIC = 1
export const FREE = 2

export class Text {
  readonly table: Table
  /** Per shingle: 0 boilerplate, PUBLIC or FREE. */
  readonly kinds: Uint8Array
  /** Shingles that are no boilerplate. */
  readonly size: number
  readonly #entry: MatchEntry
  #keys: IndexKeys | undefined
  #wording: Wording | undefined
  #figures: Numbers | undefined
  #numbered: Uint8Array | undefined
  #vocabulary: Numbers | undefined

  private constructor(entry: MatchEntry, table: Table, kinds: Uint8Array) {
    this.#entry = entry
    this.table = table
    this.kinds = kinds
    this.size = sizeOf(kinds)
  }

  /** @param tokens Of the entry's print. They are not kept: they are seldom asked for again, and take much room. */
  static of(entry: MatchEntry, tokens: Uint32Array): Text {
    const { table, kinds } = roomFor(shinglesIn(tokens))
    writeShingles(tokens, table.row)
    fill(table)
    writeKinds(tokens, kinds)
    return new Text(entry, table, kinds)
  }

  /** The same text, its shingles of these kinds. */
  marked(kinds: Uint8Array): Text {
    return new Text(this.#entry, this.table, kinds)
  }

  get shingles(): Uint32Array {
    return this.table.row
  }

  /** Its index keys; boilerplate gives none. */
  get keys(): IndexKeys {
    this.#keys ??= keysOf(this.#entry, ownOf(this.#tokens()))
    return this.#keys
  }

  /** The words that are no boilerplate, for texts too short for shingles to tell. */
  get wording(): Wording {
    this.#wording ??= wordingOf(this.#tokens())
    return this.#wording
  }

  /** The different numbers in the text that are no boilerplate. */
  get figures(): Numbers {
    this.#figures ??= figuresOf(this.#tokens())
    return this.#figures
  }

  /** Per shingle: 1 where one of its words has a digit. */
  get numbered(): Uint8Array {
    this.#numbered ??= numberedOf(this.#tokens())
    return this.#numbered
  }

  /** The different words of the text, as the upper 24 bits of their hashes. */
  get vocabulary(): Numbers {
    this.#vocabulary ??= hashesOf(this.#tokens())
    return this.#vocabulary
  }

  #tokens(): Uint32Array {
    return tokensOf(this.#entry.print.bytes)
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
