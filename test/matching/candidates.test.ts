/** Whom an entry is worth comparing with, by the index keys that it shares with others. */
import { describe, expect, it } from 'vitest'
import { areFew, type Candidate, rankCandidates } from '../../src/matching/candidates.ts'

/** Whoever holds these keys, as many of them each. */
function held(by: Readonly<Record<number, readonly number[]>>): Map<number, number[]> {
  return new Map(Object.entries(by).map(([key, ids]) => [Number(key), [...ids]]))
}

const ofText = (keys: readonly number[]) => ({ ofText: keys, others: [] })
const crowd = (size: number) => Array.from({ length: size }, (_, i) => 100 + i)
const ids = (candidates: readonly Candidate[]) => candidates.map(({ id }) => id)

describe('candidates', () => {
  it('come in the order of what they share, and a rare key says more than common ones', () => {
    const holders = held({ 1: [7], 2: [8, ...crowd(15)], 3: [8, ...crowd(15)] })
    expect(ids(rankCandidates(ofText([1, 2, 3]), holders)).slice(0, 2)).toEqual([7, 8])
  })

  it('that are doubtful come last', () => {
    const keys = Array.from({ length: 60 }, (_, key) => key)
    const own = { ofText: keys, others: [100] }
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
  const own = { ofText: row(60), others: row(20, 1000) }
  /** So many keys of the text and others are also theirs. */
  const sharing = (ofText: number, others: number) => {
    const shared = [...row(ofText), ...row(others, 1000)]
    return rankCandidates(own, new Map(shared.map((key) => [key, [3]])))[0]!
  }

  it('that has little of the text, and of the title and the addresses, is doubtful', () => {
    expect(sharing(3, 0).isDoubtful).toBe(true)
    expect(sharing(3, 3).isDoubtful).toBe(true)
  })

  it('is not doubtful when it has a sixteenth of the text, or a fifth of the title', () => {
    expect(sharing(4, 0).isDoubtful).toBe(false)
    expect(sharing(3, 4).isDoubtful).toBe(false)
  })

  it('is no stranger to a text so short that the few are much of it, or so short that headlines may decide', () => {
    const doubtful = sharing(3, 0)
    expect(areFew(doubtful.shared, { ofText: 60, others: 20 })).toBe(true)
    expect(areFew(doubtful.shared, { ofText: 50, others: 20 })).toBe(false)
    expect(areFew(sharing(0, 3).shared, { ofText: 24, others: 20 })).toBe(false)
    expect(areFew(sharing(0, 3).shared, { ofText: 25, others: 20 })).toBe(true)
  })

  it('is no stranger when what is alike is much of its title', () => {
    expect(areFew(sharing(3, 3).shared, { ofText: 60, others: 15 })).toBe(false)
    expect(areFew(sharing(3, 3).shared, { ofText: 60, others: 16 })).toBe(true)
  })
})
