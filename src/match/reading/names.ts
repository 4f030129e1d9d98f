/** Names in headlines: what stands with a capital inside a sentence, in scripts that have capitals. */
import { words } from '../../fingerprint/words.ts'

/** A headline of which fewer of the longer words are small is written in capitals throughout, and shows no name. */
const SMALL = 0.4
const LONGER = 4
const SENTENCE_BEFORE = /(?:^|[.:!?–—|]\s*|["“„«‘(]\s*)$/u
const CAPITAL = /^\p{Lu}/u

/** The words that are names, as words compare; none where every word has a capital. */
export function namesIn(title: string): ReadonlySet<string> {
  const found = words(title)
  const isCapital = found.map(({ start, end }) => CAPITAL.test(title.slice(start, end)))
  const longer = found.map(
    ({ text }, i) => text.length >= LONGER && !SENTENCE_BEFORE.test(title.slice(0, found[i]!.start)),
  )
  const small = longer.filter((is, i) => is && !isCapital[i]).length
  if (small < SMALL * longer.filter(Boolean).length) return new Set()
  return new Set(found.filter((_, i) => longer[i] && isCapital[i]).map(({ text }) => text))
}
