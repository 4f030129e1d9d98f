import { describe, expect, it } from 'vitest'
import type { MatchEntry, Neighbourhood, Verdict } from '../../src/contract/matching.ts'
import { type Decided, decideApart, firstOfEach } from '../../src/matching/rounds.ts'

const TIED = 9
const tie = (a: number, b: number, odds = TIED): Verdict => {
  return { a, b, odds, doubt: 0, contained: 0, lead: 0, shortLead: 0 }
}

describe('which neighbourhoods are gathered in step', () => {
  it('gathers that of the first of those that are tied, along however many others', () => {
    expect(firstOfEach(new Set([7, 3, 9, 1, 5]), [tie(1, 3), tie(3, 9), tie(5, 8)])).toEqual([7, 3, 5])
  })

  it('takes those for one that are tied by an entry which is not decided', () => {
    expect(firstOfEach(new Set([1, 2]), [tie(1, 8), tie(2, 8)])).toEqual([1])
  })

  it('takes those that were compared and are not tied for two', () => {
    expect(firstOfEach(new Set([1, 2]), [tie(1, 2, -TIED)])).toEqual([1, 2])
  })

  it('leaves some for later where they are very many', () => {
    const seeds = Array.from({ length: 400 }, (_, id) => id)
    expect(firstOfEach(new Set(seeds), []).length).toBeLessThan(100)
  })
})

describe('which neighbourhoods are decided at once', () => {
  /** Of entries as `id` or `id@story`, which come to these stories. */
  const decided = (entries: readonly string[], ...stories: readonly string[]): Decided => {
    const of = entries.map((name) => {
      const [id, storyId = null] = name.split('@')
      return { id: Number(id), storyId } as MatchEntry
    })
    const decision = stories.map((id) => ({ id, members: of.map((entry) => entry.id), lead: of[0]!.id }))
    return { near: { entries: of } as unknown as Neighbourhood, decision, own: new Set() }
  }
  const first = decided(['1', '2@a'], 'a')
  const apart = (all: readonly Decided[]) => {
    const of = new Map(all.map((each) => [each.near, each]))
    return decideApart([...of.keys()], (near) => of.get(near)!)
  }

  it('decides those at once that have nothing in common', () => {
    const other = decided(['3', '4@b'], 'b')
    expect(apart([first, other])).toEqual([first, other])
  })

  it.each([
    ['an entry of one before it', decided(['2@a', '3'], 'c')],
    ['a story of one before it', decided(['5@a'], 'c')],
    ['the name that one before it gives a story', decided(['6'], 'a')],
  ])('leaves one for later that shares %s', (_, other) => {
    expect(apart([first, other])).toEqual([first])
  })

  it('leaves one for later that shares something with one that is left for later', () => {
    const [second, third] = [decided(['2', '3'], 'b'), decided(['3', '4'], 'c')]
    expect(apart([first, second, third])).toEqual([first])
  })
})
