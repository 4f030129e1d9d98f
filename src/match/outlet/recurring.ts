/** Finds the titles that an outlet uses again and again: those of its columns, tables and programmes. */

import { type MatchEntry, timeOf } from '../../contract/matching.ts'
import { LONGEST_TITLE } from '../../fingerprint/fingerprint.ts'
import { words } from '../../fingerprint/words.ts'

/** On so many days an outlet uses a title that is no single story's. */
const DAYS = 3
const DAY_MS = 86_400_000

/** The titles, spelt by `titleOf`. */
export function findRecurring(recent: readonly MatchEntry[]): ReadonlySet<string> {
  const days = new Map<string, Set<number>>()
  for (const entry of recent) {
    const title = titleOf(entry)
    const day = Math.floor(timeOf(entry) / DAY_MS)
    days.set(title, (days.get(title) ?? new Set()).add(day))
  }
  return new Set([...days].filter(([, found]) => found.size >= DAYS).map(([title]) => title))
}

/** A title as its words. */
export function titleOf({ title }: MatchEntry): string {
  return words(title.slice(0, LONGEST_TITLE))
    .map((word) => word.text)
    .join(' ')
}
