import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeOf, takeBack } from '../../src/upkeep/text-change.ts'

describe('the difference between two versions of a text', () => {
  it('is the lines in which they differ', () => {
    expect(changeOf('One.\nTwo.\nThree.', 'One.\nTwo, no.\nThree.')).toEqual({
      line: 2,
      removed: 'Two.',
      added: 'Two, no.',
    })
    expect(changeOf('One.', 'One.\nTwo.')).toEqual({ line: 2, removed: null, added: 'Two.' })
    expect(changeOf('One.\nTwo.', 'Two.')).toEqual({ line: 1, removed: 'One.', added: null })
    expect(changeOf('One.', 'One.')).toBeNull()
  })

  it('gives the earlier version back, whatever the two are', () => {
    const text = fc
      .array(fc.constantFrom('', 'a', 'b', 'a b'), { maxLength: 6 })
      .map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const change = changeOf(before, after)
        expect(change ? takeBack(after, change) : after).toBe(before)
      }),
    )
  })
})
