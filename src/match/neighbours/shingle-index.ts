/** Which of several texts a shingle stands in. */
export interface ShingleIndex {
  /** Per text, the number of each of its shingles: the same for the same words, wherever they stand. */
  readonly numbers: readonly Uint32Array[]
  /** Numbers are below this. */
  readonly limit: number
  /** For the number of each shingle that more than one text holds, the texts (by index, in order) that do. */
  readonly holders: ReadonlyMap<number, readonly number[]>
}

/** Numbers all shingles by their slot in one open-addressing table: most stand once, so a Map would be mostly waste. */
export function indexShingles(texts: readonly Uint32Array[]): ShingleIndex {
  let limit = 16
  while (limit < 2 * texts.reduce((sum, { length }) => sum + length, 0)) limit *= 2
  const hashes = new Uint32Array(limit)
  const first = new Int32Array(limit).fill(-1)
  const holders = new Map<number, number[]>()
  const numbers = texts.map((shingles, t) => {
    const row = new Uint32Array(shingles.length)
    for (let i = 0; i < shingles.length; i++) {
      const hash = shingles[i]!
      let slot = hash & (limit - 1)
      while (first[slot] !== -1 && hashes[slot] !== hash) slot = (slot + 1) & (limit - 1)
      if (first[slot] === -1) {
        hashes[slot] = hash
        first[slot] = t
      } else if (first[slot] !== t) hold(holders, slot, first[slot]!, t)
      row[i] = slot
    }
    return row
  })
  return { numbers, limit, holders }
}

function hold(holders: Map<number, number[]>, number: number, first: number, text: number): void {
  const list = holders.get(number)
  if (!list) holders.set(number, [first, text])
  else if (list.at(-1) !== text) list.push(text)
}
