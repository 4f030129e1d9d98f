/** Which entries hold a key, held against a plain list of all that was added. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Postings } from '../../src/store/sqlite/matching/postings.ts'

const key = fc.oneof(fc.nat(5), fc.constantFrom(2 ** 32 - 1, 2 ** 31))
const addition = fc.record({ id: fc.nat(9), keys: fc.uniqueArray(key, { maxLength: 6 }) })

it('are found by key, the last first, each at its last place only', () => {
  fc.assert(
    fc.property(fc.array(addition, { maxLength: 40 }), key, fc.nat(41), (additions, wanted, before) => {
      const postings = new Postings()
      for (const [place, { id, keys }] of additions.entries()) postings.add(place, id, keys)
      const last = new Map(additions.map(({ id }, place) => [id, place]))
      const expected = additions
        .map(({ id, keys }, place) => ({ id, keys, place }))
        .filter(({ id, keys, place }) => last.get(id) === place && place < before && keys.includes(wanted))
        .map(({ id }) => id)
        .reverse()
      expect(postings.holders(wanted, before, 100)).toEqual(expected)
      expect(postings.holders(wanted, before, 2)).toEqual(expected.slice(0, 2))
    }),
  )
})

it('are told in the order of a run: by key, then by place', () => {
  const postings = new Postings()
  for (let place = 0; place < 5000; place++) postings.add(place, place, [place % 7, 2 ** 32 - 1])
  const told = [...postings.sorted()]
  expect(told).toHaveLength(10_000)
  expect(told).toEqual([...told].sort((x, y) => x[0] - y[0] || x[1] - y[1]))
  expect(postings.added()).toBe(5000)
})

it('are told rightly, however many there are', () => {
  const postings = new Postings()
  const keys = Array.from({ length: 1100 }, (_, n) => n * 2)
  for (let place = 0; place < 2000; place++) postings.add(place, place, keys)
  let count = 0
  for (const [key, place] of postings.sorted()) {
    if (key !== keys[Math.floor(count / 2000)] || place !== count % 2000) break
    count++
  }
  expect(count).toBe(keys.length * 2000)
})

it('are told of the last place of each entry only', () => {
  const postings = new Postings()
  for (const [place, id] of [7, 8, 7].entries()) postings.add(place, id, [5])
  expect([...postings.sorted()]).toEqual([
    [5, 1],
    [5, 2],
  ])
})

it('hold nothing of an entry that was dropped, until it is added again', () => {
  const postings = new Postings()
  for (const [place, id] of [7, 8].entries()) postings.add(place, id, [5])
  postings.drop(7)
  postings.drop(9)
  expect(postings.holders(5, 9, 9)).toEqual([8])
  expect([...postings.sorted()]).toEqual([[5, 1]])
  postings.add(2, 7, [5])
  expect(postings.holders(5, 9, 9)).toEqual([7, 8])
})
