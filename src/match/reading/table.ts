/** An open-addressing table from 32-bit hashes to where they first stand in a row: a Map, ten times cheaper. */
export interface Table {
  readonly mask: number
  readonly hashes: Uint32Array
  /** Position + 1, 0 where the slot is empty. */
  readonly positions: Uint32Array
}

export function tableOf(row: Uint32Array): Table {
  let size = 16
  while (size < row.length * 2) size *= 2
  const table = { mask: size - 1, hashes: new Uint32Array(size), positions: new Uint32Array(size) }
  for (let i = row.length - 1; i >= 0; i--) {
    const slot = slotOf(table, row[i]!)
    table.hashes[slot] = row[i]!
    table.positions[slot] = i + 1
  }
  return table
}

/** Where the hash first stands, or -1. */
export function positionOf(table: Table, hash: number): number {
  return table.positions[slotOf(table, hash)]! - 1
}

function slotOf({ mask, hashes, positions }: Table, hash: number): number {
  let slot = hash & mask
  while (positions[slot] && hashes[slot] !== hash) slot = (slot + 1) & mask
  return slot
}
