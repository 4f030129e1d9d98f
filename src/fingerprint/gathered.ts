/** Tells the entries of services that gather others' headlines: `Headline - Outlet` above a list of more of them. */
import { words } from './words.ts'

/** A headline with an outlet's name behind it. */
const NAMED = /\S\s[-–—|]\s[^-–—|]{2,40}$/u
/** What ends a sentence; a headline has no such end. */
const SENTENCE = /[.!。।؟]["”’»)]?\s*$/u
/** No headline has more words. */
const LONGEST = 35

/** Whether the text begins with the title, name and all, and holds nothing but headlines. */
export function isGathered(title: string, text: string): boolean {
  if (!NAMED.test(title)) return false
  const lines = text.split('\n', 40).filter((line) => line.trim() !== '')
  const first = lines[0]
  if (first === undefined || spell(first) !== spell(title)) return false
  return lines.slice(1).every((line) => !SENTENCE.test(line) && words(line).length <= LONGEST)
}

function spell(line: string): string {
  return words(line.slice(0, 400))
    .map((word) => word.text)
    .join(' ')
}
