/** Whom an entry is worth comparing with, by the index keys that it shares with others. */
import { describe, expect, it } from 'vitest'
import { areFew, type Candidate, rankCandidates } from '../../src/matching/candidates.ts'

/** Whoever holds these keys, as many of them each. */
function held(by: Readonly<Record<number, readonly number[]>>): Map<number, number[]> {
  return new Map(Object.entries(by).map(([key, ids]) => [Number(key), [...ids]]))
}

const ofText = (keys: readonly number[]) => ({ ofText: keys, ofTitle: [], ofAddress: [] })
const crowd = (size: number) => Array.from({ length: size }, (_, i) => 100 + i)
const ids = (candidates: readonly Candidate[]) => candidates.map(({ id }) => id)

describe('candidates', () => {
  it('come in the order of what they share, and a rare key says more than common ones', () => {
    const holders = held({ 1: [7], 2: [8, ...crowd(15)], 3: [8, ...crowd(15)] })
    expect(ids(rankCandidates(ofText([1, 2, 3]), holders)).slice(0, 2)).toEqual([7, 8])
  })

  it('that are doubtful come last', () => {
    const keys = Array.from({ length: 60 }, (_, key) => key)
    const own = { ofText: keys, ofTitle: [100], ofAddress: [] }
    const holders = held({ 0: [1], 1: [2, 3], 2: [3], 100: [4] })
    expect(ids(rankCandidates(own, holders))).toEqual([4, 3, 1, 2])
  })

  it('are at most 24', () => {
    expect(rankCandidates(ofText([1, 2]), held({ 1: crowd(32), 2: crowd(32) }))).toHaveLength(24)
  })

  it('are not those who share a single common key', () => {
    expect(rankCandidates(ofText([1]), held({ 1: crowd(16) }))).toEqual([])
  })
})

describe('a candidate', () => {
  const row = (size: number, from = 0) => Array.from({ length: size }, (_, key) => from + key)
  const own = { ofText: row(60), ofTitle: row(18, 1000), ofAddress: row(2, 2000) }
  /** So many keys of the text, the title and the addresses are also theirs. */
  const sharing = (ofText: number, ofTitle: number, ofAddress = 0) => {
    const shared = [...row(ofText), ...row(ofTitle, 1000), ...row(ofAddress, 2000)]
    return rankCandidates(own, new Map(shared.map((key) => [key, [3]])))[0]!
  }

  it('that has little of the text, and of the title and the addresses, is doubtful', () => {
    expect(sharing(3, 0).isDoubtful).toBe(true)
    expect(sharing(3, 8).isDoubtful).toBe(true)
  })

  it('is not doubtful when it has a sixteenth of the text, half of the title, or a key of an address', () => {
    expect(sharing(4, 0).isDoubtful).toBe(false)
    expect(sharing(3, 9).isDoubtful).toBe(false)
    expect(sharing(0, 0, 1).isDoubtful).toBe(false)
  })

  it('of a text so short that headlines may decide is doubtful when it has hardly any of the title alone', () => {
    const short = { ...own, ofText: row(24) }
    const [few, more] = [2, 3].map((n) =>
      rankCandidates(short, new Map(row(n, 1000).map((key) => [key, [3]]))),
    )
    expect([few![0]!.isDoubtful, more![0]!.isDoubtful]).toEqual([true, false])
  })

  it('is no stranger to a text so short that the few are much of it, or so short that headlines may decide', () => {
    const doubtful = sharing(3, 0)
    expect(areFew(doubtful.shared, { ofText: 60, others: 20 })).toBe(true)
    expect(areFew(doubtful.shared, { ofText: 49, others: 20 })).toBe(false)
    expect(areFew(sharing(0, 3).shared, { ofText: 24, others: 20 })).toBe(false)
    expect(areFew(sharing(0, 3).shared, { ofText: 25, others: 20 })).toBe(true)
  })

  it('is no stranger when what is alike is much of its title', () => {
    expect(areFew(sharing(3, 6).shared, { ofText: 60, others: 14 })).toBe(false)
    expect(areFew(sharing(3, 6).shared, { ofText: 60, others: 15 })).toBe(true)
  })
})
