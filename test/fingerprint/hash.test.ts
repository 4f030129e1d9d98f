import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashPlain, hashText } from '../../src/fingerprint/hash.ts'

it('a plain word has the same hash where it stands as alone and in small letters', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'abyzABYZ0189'), minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.string(), plain, fc.string(), (before, word, after) => {
      const found = hashPlain(before + word + after, before.length, before.length + word.length)
      expect(found).toBe(hashText(word.toLowerCase()))
    }),
  )
})
