/**
 * Counts who shares keys with an entry. Its arrays and its table are used again for the next entry: a map of objects, made
 * for each, takes twice as long, and a Map from ids to places in the arrays three times.
 */
import type { IndexKeys } from '../contract/matching.ts'

export const KINDS = ['ofText', 'ofTitle', 'ofAddress'] as const satisfies readonly (keyof IndexKeys)[]

/** How many index keys of each kind two entries share. */
export type SharedKeys = Readonly<Record<keyof IndexKeys, number>>

/** An entry that shares index keys with another one: how many, and what they say in sum. */
export interface Share extends SharedKeys {
  readonly id: number
  readonly weight: number
}

const SMALLEST = 1 << 10

export class Tally {
  /** By hash of the entry's id, open addressing: its number and one, 0 where nobody is. */
  #slots = new Int32Array(SMALLEST)
  /** By the entry's number. */
  readonly #ids: number[] = []
  readonly #weights: number[] = []
  /** Of each entry one after the other, in the order of KINDS. */
  readonly #counts: number[] = []
  #size = 0

  clear(): void {
    this.#slots.fill(0)
    this.#size = 0
  }

  /** @param kind By its place in KINDS. */
  add(id: number, kind: number, weight: number): void {
    const number = this.#numberOf(id)
    this.#weights[number]! += weight
    this.#counts[number * KINDS.length + kind]!++
  }

  /** Those whose keys say so much, in the order in which they came. */
  atLeast(weight: number): Share[] {
    const found: Share[] = []
    for (let number = 0; number < this.#size; number++) {
      if (this.#weights[number]! >= weight) found.push(this.#shareOf(number))
    }
    return found
  }

  #shareOf(number: number): Share {
    const at = number * KINDS.length
    const [counts, id, weight] = [this.#counts, this.#ids[number]!, this.#weights[number]!]
    return { id, weight, ofText: counts[at]!, ofTitle: counts[at + 1]!, ofAddress: counts[at + 2]! }
  }

  #numberOf(id: number): number {
    const slot = this.#slotOf(id)
    const known = this.#slots[slot]!
    return known === 0 ? this.#take(id, slot) : known - 1
  }

  #take(id: number, slot: number): number {
    const number = this.#size++
    this.#ids[number] = id
    this.#weights[number] = 0
    for (let kind = 0; kind < KINDS.length; kind++) this.#counts[number * KINDS.length + kind] = 0
    this.#slots[slot] = this.#size
    if (this.#size * 2 > this.#slots.length) this.#grow()
    return number
  }

  #slotOf(id: number): number {
    const [slots, ids, mask] = [this.#slots, this.#ids, this.#slots.length - 1]
    let slot = (Math.imul(id, 0x9e3779b1) >>> 8) & mask
    while (slots[slot] !== 0 && ids[slots[slot]! - 1] !== id) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    for (let number = 0; number < this.#size; number++) {
      this.#slots[this.#slotOf(this.#ids[number]!)] = number + 1
    }
  }
}
