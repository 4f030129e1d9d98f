/** Titles compared word by word, each word by how much it tells. */
import { words } from '../../fingerprint/words.ts'

export interface Headline {
  readonly words: readonly string[]
  readonly weights: readonly number[]
  /** How many words stand before its colon (`Markets: …`); 0 when they are more than a label has. */
  readonly label: number
}

/** More words before a colon are the headline itself: `… agree on a truce: officials`. */
const LABEL_WORDS = 5

export function headline(bare: string): Headline {
  const found = words(bare)
  const texts = found.map((word) => word.text)
  const colon = bare.search(/:\s/u)
  const before = found.filter(({ end }) => end <= colon).length
  return { words: texts, weights: texts.map(weight), label: before > LABEL_WORDS ? 0 : before }
}

/** Two titles without the label that both bear: a rubric or a matter that many stories have in common. */
export function withoutLabel(a: Headline, b: Headline): [Headline, Headline] {
  const isShared = a.label === b.label && a.words.slice(0, a.label).every((word, i) => word === b.words[i])
  return isShared ? [restOf(a), restOf(b)] : [a, b]
}

function restOf({ words, weights, label }: Headline): Headline {
  return { words: words.slice(label), weights: weights.slice(label), label: 0 }
}

/** How much a word tells: short words are the commonest in most languages; a number names a thing. */
function weight(text: string): number {
  if (/\p{N}/u.test(text)) return 1
  if (!/^[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}']+$/u.test(text)) return 0.7
  return Math.min(1, Math.max(0.15, (text.length - 1) / 6))
}

/** Dice's coefficient of the titles' words, each word by what it tells. */
export function headlineLikeness(a: Headline, b: Headline): number {
  const rest = [...b.words]
  let common = 0
  for (const [i, word] of a.words.entries()) {
    const at = rest.indexOf(word)
    if (at < 0) continue
    rest.splice(at, 1)
    common += a.weights[i]!
  }
  return (2 * common) / (weightOf(a) + weightOf(b) || 1)
}

/** How much a title tells in all. */
export function weightOf({ weights }: Headline): number {
  return weights.reduce((sum, weight) => sum + weight, 0)
}
