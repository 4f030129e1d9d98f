import { describe, expect, it } from 'vitest'
import { contentHashOf } from '../../src/store/entry-rows.ts'
import { pack, unpack } from '../../src/threads/packed-feed.ts'
import { aFeed, anEntry } from '../support/builders.ts'

describe('a feed that crosses threads', () => {
  const feed = aFeed([
    anEntry({ guid: 'a', title: 'Überschrift “quoted” 日本語' }),
    anEntry({ guid: 'b', author: null }),
  ])

  it('arrives as it left, and says of each entry what tells whether it changed', () => {
    const entries = feed.entries.map((entry) => ({ ...entry, contentHash: contentHashOf(entry) }))
    expect(unpack(structuredClone(pack(feed)))).toEqual({ ...feed, entries })
  })

  it('is not packed again by a thread that only hands it on', () => {
    const arrived = structuredClone(pack(feed))
    expect(pack(unpack(arrived)).packed).toBe(arrived.packed)
  })
})
