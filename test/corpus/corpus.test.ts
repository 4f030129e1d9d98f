import { describe, expect, test } from 'vitest'
import { loadCorpus } from './load.ts'
import type { CorpusSlice, Label } from './types.ts'

const corpus = loadCorpus()
const LABELS: readonly Label[] = ['COPY', 'REVISION', 'PARTIAL', 'EVENT', 'SERIES', 'BOILER', 'UNRELATED']
const FOLD: readonly Label[] = ['COPY', 'REVISION']
const APART: readonly Label[] = ['EVENT', 'SERIES', 'BOILER', 'UNRELATED']

/** The stories that the labels make: the root of each entry under COPY and REVISION. */
function storiesOf({ entries, pairs }: CorpusSlice): Map<string, string> {
  const story = new Map(entries.map(({ id }) => [id, id]))
  for (const { a, b, label } of pairs) {
    if (!FOLD.includes(label)) continue
    const [from, to] = [story.get(a)!, story.get(b)!]
    for (const [id, root] of story) if (root === from) story.set(id, to)
  }
  return story
}

test('the corpus has at least 150 pairs of all labels, in four slices', () => {
  const pairs = corpus.flatMap((slice) => slice.pairs)
  expect(pairs.length).toBeGreaterThanOrEqual(150)
  expect(corpus.map(({ slice }) => slice)).toEqual(['news', 'summaries', 'wire', 'languages'])
  for (const label of LABELS) {
    expect(pairs.filter((pair) => pair.label === label).length).toBeGreaterThanOrEqual(5)
  }
})

describe.each(corpus)('the slice $slice', (slice) => {
  const ids = slice.entries.map(({ id }) => id)

  test('gives every entry an id, a headline, a link and a date of its own', () => {
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(slice.entries.map(({ link }) => link)).size).toBe(ids.length)
    for (const { title, published } of slice.entries) {
      expect(title).not.toBe('')
      expect(new Date(published!).toISOString()).toBe(published)
    }
  })

  test('judges only entries that it holds, and each pair once', () => {
    const keys = slice.pairs.map(({ a, b }) => [a, b].sort().join(' '))
    expect(new Set(keys).size).toBe(keys.length)
    expect(slice.pairs.flatMap(({ a, b }) => [a, b]).filter((id) => !ids.includes(id))).toEqual([])
  })

  test('never calls two entries apart that its other labels make one story', () => {
    const story = storiesOf(slice)
    const torn = slice.pairs.filter(
      ({ a, b, label }) => APART.includes(label) && story.get(a) === story.get(b),
    )
    expect(torn).toEqual([])
  })

  test('holds more than one entry of every outlet, so that furniture can be learned', () => {
    const sizes = new Map<string, number>()
    for (const { outlet } of slice.entries) sizes.set(outlet, (sizes.get(outlet) ?? 0) + 1)
    expect([...sizes].filter(([, size]) => size < 2)).toEqual([])
  })
})
