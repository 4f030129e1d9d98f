/** A table of hashes, held to what a search through its row says. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fill, mayHold, positionOf, roomFor } from '../../src/match/reading/table.ts'

const hash = fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const hashes = fc.array(hash, { maxLength: 200 })

it('says where a hash stands first, and lets none that is there pass for one that is not', () => {
  fc.assert(
    fc.property(hashes, hashes, (row, asked) => {
      const { table, kinds } = roomFor(row.length)
      kinds.fill(0xff)
      table.row.set(row)
      fill(table)
      expect(kinds).toEqual(new Uint8Array(row.length).fill(0xff))
      for (const each of [...row, ...asked]) expect(positionOf(table, each)).toBe(row.indexOf(each))
      for (const each of row) expect(mayHold(table.filter, each)).toBe(true)
    }),
  )
})
