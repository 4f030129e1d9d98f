/** Names in headlines: what stands with a capital inside a sentence, in scripts that have capitals. */
import { words } from '../../fingerprint/words.ts'

/** A headline of which fewer of the longer words are small is written in capitals throughout, and shows no name. */
const SMALL = 0.4
const LONGER = 4
const SENTENCE_BEFORE = /(?:^|[.:!?–—|]\s*|["“„«‘(]\s*)$/u
const CAPITAL = /^\p{Lu}/u

/** The words that are names, as words compare; none where every word has a capital. */
export function namesIn(title: string): ReadonlySet<string> {
  const inside = words(title).filter(
    ({ text, start }) => text.length >= LONGER && !SENTENCE_BEFORE.test(title.slice(0, start)),
  )
  const names = inside.filter(({ start }) => CAPITAL.test(title.slice(start)))
  const small = inside.length - names.length
  return new Set(small < SMALL * inside.length ? [] : names.map(({ text }) => text))
}
