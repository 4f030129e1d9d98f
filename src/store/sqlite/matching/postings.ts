/**
 * Which entries hold a key, in memory: an open-addressing table from keys to chains of entries, last first. It is a Map
 * from keys to lists, ten times smaller.
 */
const SMALLEST = 1 << 12

/** Entries by the keys that they hold. Places only grow; an entry that is added again gives up its old place. */
export class Postings {
  readonly #table = new KeyTable()
  /** Links of the chains: an entry, its place when it was added, and the next link. */
  #ids = new Float64Array(SMALLEST)
  #places = new Float64Array(SMALLEST)
  #next = new Int32Array(SMALLEST)
  #length = 0
  /** The present place of each entry: what a chain says of another one is past. */
  readonly #placeOf = new Map<number, number>()
  #added = 0
  #newest = Number.MIN_SAFE_INTEGER

  add(place: number, id: number, keys: readonly number[]): void {
    for (const key of keys) {
      if (this.#length === this.#ids.length) this.#grow()
      this.#ids[this.#length] = id
      this.#places[this.#length] = place
      this.#next[this.#length] = this.#table.put(key, this.#length)
      this.#length++
    }
    this.#placeOf.set(id, place)
    this.#added++
    this.#newest = place
  }

  /** The last entries before a place that hold the key, at most `limit` of them. */
  holders(key: number, before: number, limit: number): number[] {
    const found: number[] = []
    for (let at = this.#table.get(key); at !== NONE && found.length < limit; at = this.#next[at]!) {
      const place = this.#places[at]!
      if (place < before && this.#placeOf.get(this.#ids[at]!) === place) found.push(this.#ids[at]!)
    }
    return found
  }

  /** How many entries were added, the same one each time. */
  added(): number {
    return this.#added
  }

  newest(): number {
    return this.#newest
  }

  /** Every key and the place of each holder, in the order of a run: by key, then by place, as links are made. */
  *sorted(): Iterable<readonly [number, number]> {
    const all = new Float64Array(this.#length)
    let count = 0
    for (const [key, head] of this.#table.all()) {
      for (let at = head; at !== NONE; at = this.#next[at]!) all[count++] = key * LINKS + at
    }
    for (const packed of all.sort()) yield [Math.floor(packed / LINKS), this.#places[packed % LINKS]!]
  }

  #grow(): void {
    this.#ids = copied(this.#ids, new Float64Array(this.#length * 2))
    this.#places = copied(this.#places, new Float64Array(this.#length * 2))
    this.#next = copied(this.#next, new Int32Array(this.#length * 2))
  }
}

const NONE = -1
/** There are fewer links than this, so that a key and a link are one exact number. */
const LINKS = 2 ** 21

/** From keys to the heads of their chains. */
class KeyTable {
  #keys = new Uint32Array(SMALLEST)
  #heads = new Int32Array(SMALLEST).fill(NONE)
  #used = 0

  get(key: number): number {
    return this.#heads[this.#slotOf(key)]!
  }

  /** Gives the key another head; returns the one that it had, or NONE. */
  put(key: number, head: number): number {
    if (this.#used * 2 >= this.#keys.length) this.#grow()
    const slot = this.#slotOf(key)
    const before = this.#heads[slot]!
    if (before === NONE) this.#used++
    this.#keys[slot] = key
    this.#heads[slot] = head
    return before
  }

  *all(): Iterable<[number, number]> {
    for (const [slot, head] of this.#heads.entries()) if (head !== NONE) yield [this.#keys[slot]!, head]
  }

  #slotOf(key: number): number {
    const [heads, keys, mask] = [this.#heads, this.#keys, this.#keys.length - 1]
    let slot = (Math.imul(key, 0x9e3779b1) >>> 0) & mask
    while (heads[slot] !== NONE && keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [keys, heads] = [this.#keys, this.#heads]
    this.#keys = new Uint32Array(keys.length * 2)
    this.#heads = new Int32Array(keys.length * 2).fill(NONE)
    for (let i = 0; i < heads.length; i++) {
      if (heads[i] === NONE) continue
      const slot = this.#slotOf(keys[i]!)
      this.#keys[slot] = keys[i]!
      this.#heads[slot] = heads[i]!
    }
  }
}

function copied<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
