/** Texts for measurements whose words are as frequent and as rare as in any language. */
import { readdirSync, readFileSync } from 'node:fs'

const WORDS = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => readFileSync(`docs/${name}`, 'utf8').match(/[A-Za-z]+/g) ?? [])

/** 3 kB in paragraphs, of the words of our own documents: common ones often, rare ones seldom, as in any language. */
export function textOf(seed: number): string {
  let state = seed * 2654435761 + 1
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return WORDS[(state >>> 8) % WORDS.length]!
  }
  const paragraph = () => `${Array.from({ length: 60 }, next).join(' ')}.`
  return Array.from({ length: 9 }, paragraph).join('\n').slice(0, 3000)
}
