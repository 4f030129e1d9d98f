/** One name in two spellings: how two houses write what comes from another alphabet, or from British English. */

/** A shorter word may be any other one. */
const SHORTEST = 5
/** One letter of so many may differ. */
const LETTERS_PER_CHANGE = 4

/** Whether two words are one but for a letter or two: Kharkiv and Kharkov, Muhammad and Mohammed, defense and defence. */
export function isRespelt(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  const most = Math.floor(shorter / LETTERS_PER_CHANGE)
  return shorter >= SHORTEST && Math.abs(a.length - b.length) <= most && changesBetween(a, b) <= most
}

/** How many letters are put in, left out, exchanged or swapped with the next (Damerau 1964, optimal string alignment). */
function changesBetween(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (isSame ? 0 : 1),
        swapped,
      )
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
