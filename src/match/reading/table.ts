/**
 * An open-addressing table from 32-bit hashes to where they first stand in a row: a Map, ten times cheaper. Most hashes
 * that are looked for are not there: a filter of a few bits a hash says so at once.
 */
export interface Table {
  readonly row: Uint32Array
  readonly mask: number
  /** Position in the row + 1, 0 where the slot is empty. */
  readonly positions: Uint16Array
  /** For each hash of the row a bit that is set. */
  readonly filter: Uint32Array
}

/** Bits of the filter for each slot: of hashes that are not there, one in ten to twenty passes it. */
const FILTER_BITS = 8

/**
 * An empty table for a row that is still to be filled, and a byte for each of its hashes, in one piece of memory: pieces of
 * their own cost more than what is done with them.
 * @param length At most 65,535 hashes, which no text has: `tokenise` cuts them before.
 */
export function roomFor(length: number): { readonly table: Table; readonly kinds: Uint8Array } {
  let size = 16
  while (size * 3 < length * 4) size *= 2
  const words = (size * FILTER_BITS) / 32
  const [filterAt, positionsAt] = [4 * length, 4 * (length + words)]
  const memory = new ArrayBuffer(positionsAt + 2 * size + length)
  const table = {
    row: new Uint32Array(memory, 0, length),
    mask: size - 1,
    positions: new Uint16Array(memory, positionsAt, size),
    filter: new Uint32Array(memory, filterAt, words),
  }
  return { table, kinds: new Uint8Array(memory, positionsAt + 2 * size) }
}

/** Takes in the hashes of the table's row. */
export function fill(table: Table): void {
  const { row, positions, filter } = table
  for (let i = row.length - 1; i >= 0; i--) {
    const hash = row[i]!
    positions[slotOf(table, hash)] = i + 1
    filter[wordOf(filter, hash)]! |= 1 << (hash & 31)
  }
}

/** Whether the hash may be in the table of this filter: `positionOf` knows. */
export function mayHold(filter: Uint32Array, hash: number): boolean {
  return ((filter[wordOf(filter, hash)]! >>> (hash & 31)) & 1) !== 0
}

/** Where the hash first stands, or -1. */
export function positionOf(table: Table, hash: number): number {
  return table.positions[slotOf(table, hash)]! - 1
}

function wordOf(filter: Uint32Array, hash: number): number {
  return (hash >>> 5) & (filter.length - 1)
}

function slotOf({ row, mask, positions }: Table, hash: number): number {
  let slot = (hash >>> 16) & mask
  while (positions[slot] && row[positions[slot]! - 1] !== hash) slot = (slot + 1) & mask
  return slot
}
