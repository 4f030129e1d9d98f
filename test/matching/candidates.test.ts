/** Whom an entry is worth comparing with, by the index keys that it shares with others. */
import { describe, expect, it } from 'vitest'
import { type Candidate, isStranger, rankCandidates } from '../../src/matching/candidates.ts'

/** Whoever holds these keys, as many of them each. */
function held(by: Readonly<Record<number, readonly number[]>>): Map<number, number[]> {
  return new Map(Object.entries(by).map(([key, ids]) => [Number(key), [...ids]]))
}

const crowd = (size: number) => Array.from({ length: size }, (_, i) => 100 + i)
const ids = (candidates: readonly Candidate[]) => candidates.map(({ id }) => id)

describe('candidates', () => {
  it('come in the order of what they share, and a rare key says more than common ones', () => {
    const holders = held({ 1: [7], 2: [8, ...crowd(15)], 3: [8, ...crowd(15)] })
    expect(ids(rankCandidates([1, 2, 3], holders)).slice(0, 2)).toEqual([7, 8])
  })

  it('are those that share much or something rare before those that share a few common phrases', () => {
    const keys = Array.from({ length: 60 }, (_, key) => key)
    const common = keys.slice(1, 6).map((key) => [key, crowd(8)] as const)
    expect(ids(rankCandidates(keys, new Map([[0, [7]], ...common])))).toEqual([7, ...crowd(8)])
  })

  it('are at most 24', () => {
    expect(rankCandidates([1, 2], held({ 1: crowd(32), 2: crowd(32) }))).toHaveLength(24)
  })

  it('are not those who share a single common key', () => {
    expect(rankCandidates([1], held({ 1: crowd(16) }))).toEqual([])
  })
})

describe('a candidate', () => {
  const keys = Array.from({ length: 60 }, (_, key) => key)
  const sharing = (count: number, holders: number) =>
    rankCandidates(keys, new Map(keys.slice(0, count).map((key) => [key, crowd(holders)])))[0]!

  it('with whom an entry shares few of its keys, and only common ones, is doubtful', () => {
    expect(sharing(5, 16).isDoubtful).toBe(true)
  })

  it('is not doubtful when one of the keys is rare, or when the common ones are many', () => {
    expect(sharing(5, 3).isDoubtful).toBe(false)
    expect(sharing(20, 16).isDoubtful).toBe(false)
  })

  it('is no stranger when it is so short that the few are much of it', () => {
    const doubtful = sharing(5, 16)
    expect(isStranger(doubtful, 20)).toBe(false)
    expect(isStranger(doubtful, 60)).toBe(true)
  })
})
