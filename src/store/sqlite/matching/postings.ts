/**
 * Which entries hold a key, in memory: an open-addressing table from keys to chains of entries, last first. It is a Map
 * from keys to lists, ten times smaller.
 */
const SMALLEST = 1 << 12

/** Entries by the keys that they hold. Places only grow; an entry that is added again gives up its old place. */
export class Postings {
  readonly #table = new KeyTable()
  /** Links of the chains: which addition it belongs to, and the next link. */
  #additions = new Int32Array(SMALLEST)
  #next = new Int32Array(SMALLEST)
  #length = 0
  /** Of each addition: the entry, or PAST where it was dropped or added again, and its place. */
  readonly #ids: number[] = []
  readonly #places: number[] = []
  readonly #lastOf = new Map<number, number>()

  add(place: number, id: number, keys: readonly number[]): void {
    const addition = this.#ids.length
    this.drop(id)
    this.#ids.push(id)
    this.#places.push(place)
    this.#lastOf.set(id, addition)
    for (const key of keys) this.#link(key, addition)
  }

  /** Forgets what an entry holds. */
  drop(id: number): void {
    const addition = this.#lastOf.get(id)
    if (addition === undefined) return
    this.#ids[addition] = PAST
    this.#lastOf.delete(id)
  }

  #link(key: number, addition: number): void {
    if (this.#length === this.#next.length) {
      this.#additions = twice(this.#additions)
      this.#next = twice(this.#next)
    }
    this.#additions[this.#length] = addition
    this.#next[this.#length] = this.#table.put(key, this.#length)
    this.#length++
  }

  /** The last entries before a place that hold the key, at most `limit` of them. */
  holders(key: number, before: number, limit: number): number[] {
    const found: number[] = []
    for (let at = this.#table.get(key); at !== NONE && found.length < limit; at = this.#next[at]!) {
      const addition = this.#additions[at]!
      const id = this.#ids[addition]!
      if (id !== PAST && this.#places[addition]! < before) found.push(id)
    }
    return found
  }

  /** How many entries were added, the same one each time. */
  added(): number {
    return this.#ids.length
  }

  newest(): number {
    return this.#places.at(-1) ?? Number.MIN_SAFE_INTEGER
  }

  /** Every key and the place of each holder, in the order of a run: by key, then by place. */
  *sorted(): Iterable<readonly [number, number]> {
    for (const key of this.#table.keys().sort()) {
      const places: number[] = []
      for (let at = this.#table.get(key); at !== NONE; at = this.#next[at]!) {
        const addition = this.#additions[at]!
        if (this.#ids[addition] !== PAST) places.push(this.#places[addition]!)
      }
      for (const place of places.reverse()) yield [key, place]
    }
  }
}

const NONE = -1
/** No entry has this id. */
const PAST = -1

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
    if (this.#used * 4 >= this.#keys.length * 3) this.#grow()
    const slot = this.#slotOf(key)
    const before = this.#heads[slot]!
    if (before === NONE) this.#used++
    this.#keys[slot] = key
    this.#heads[slot] = head
    return before
  }

  keys(): Uint32Array {
    return this.#keys.filter((_, slot) => this.#heads[slot] !== NONE)
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

function twice(links: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(links.length * 2)
  longer.set(links)
  return longer
}
