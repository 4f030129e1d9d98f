/** Samples, changed as chance has it: cut, doubled, swapped, sprinkled with words that mean something, or spliced. */
import fc from 'fast-check'
import type { Target } from './target.ts'

type Change = (text: string) => string

/** The longest input: what grows with its square shows long before. */
const LONGEST = 20_000

export function inputsOf({ samples, words }: Target): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true })
  const at = (text: string, where: number) => Math.floor(text.length * where)
  const insert = fc
    .tuple(place, fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 4 })))
    .map(
      ([where, word]): Change =>
        (text) =>
          text.slice(0, at(text, where)) + word + text.slice(at(text, where)),
    )
  const cut = fc.tuple(place, place).map(
    ([a, b]): Change =>
      (text) =>
        text.slice(0, at(text, Math.min(a, b))) + text.slice(at(text, Math.max(a, b))),
  )
  const short = fc.tuple(place, fc.nat(20)).map(
    ([where, length]): Change =>
      (text) =>
        text.slice(0, at(text, where)) + text.slice(at(text, where) + length),
  )
  const double = fc.tuple(place, fc.nat(200), fc.integer({ min: 2, max: 20 })).map(
    ([where, length, times]): Change =>
      (text) => {
        const start = at(text, where)
        return (
          text.slice(0, start) + text.slice(start, start + length).repeat(times) + text.slice(start + length)
        )
      },
  )
  const splice = fc.tuple(place, place, fc.constantFrom(...samples)).map(
    ([a, b, other]): Change =>
      (text) =>
        text.slice(0, at(text, a)) + other.slice(at(other, b)),
  )
  const change = fc.oneof(
    { weight: 4, arbitrary: insert },
    { weight: 3, arbitrary: short },
    { weight: 1, arbitrary: cut },
    { weight: 1, arbitrary: double },
    { weight: 1, arbitrary: splice },
  )
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 8 }))
    .map(([sample, changes]) => changes.reduce((text, apply) => apply(text), sample).slice(0, LONGEST))
}
