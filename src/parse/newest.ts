/** How many entries of one document are kept, and which. */
import { parseDate } from './dates/parse-date.ts'

const MAX_ENTRIES = 5_000
/** Entries that are looked at, to find the newest among them. */
export const MAX_SEEN = 30_000

/**
 * The newest entries in the document's order. One without a date is taken to be as old as its neighbour; where none
 * has any, the first are kept, since feeds list the newest first.
 */
export function newest<T>(entries: readonly T[], dateOf: (entry: T) => string): readonly T[] {
  if (entries.length <= MAX_ENTRIES) return entries
  let last: number | null = null
  const dates = entries.map((entry) => {
    last = parseDate(dateOf(entry)) ?? last
    return last
  })
  const first = dates.find((date) => date !== null) ?? 0
  const order = [...entries.keys()].sort((a, b) => (dates[b] ?? first) - (dates[a] ?? first) || a - b)
  return order
    .slice(0, MAX_ENTRIES)
    .sort((a, b) => a - b)
    .map((at) => entries[at]!)
}
