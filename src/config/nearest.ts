/** The name that was probably meant. Pure. */

/** The known name with the fewest slips between it and `given`; null where none is near. */
export function nearest(given: string, known: readonly string[]): string | null {
  const ranked = known
    .map((name) => ({ name, slips: slipsBetween(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.slips - b.slips)
  const best = ranked[0]
  const last = (name: string) => name.split(/[._]/).at(-1)!.length
  const most = Math.min(3, Math.floor(last(given) / 2))
  return best && best.slips > 0 && best.slips <= most ? best.name : null
}

/** Letters to add, leave out, change or swap with their neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min(change, swap, above[j]! + 1, row[j - 1]! + 1))
    }
    before = above
    above = row
  }
  return above[b.length]!
}
