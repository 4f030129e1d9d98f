/** Remembers what was used last, as much as it may weigh; what was not used for longest goes first. */
interface Recent<T> {
  get(id: number): T | undefined
  keep(id: number, value: T): void
}

/** @param most The sum of what `weigh` says of all that is kept. */
export function createRecent<T>(most: number, weigh: (value: T) => number): Recent<T> {
  const kept = new Map<number, T>()
  let weight = 0

  function drop(id: number): void {
    const value = kept.get(id)
    if (value === undefined) return
    kept.delete(id)
    weight -= weigh(value)
  }

  return {
    get(id) {
      const value = kept.get(id)
      if (value === undefined) return undefined
      kept.delete(id)
      kept.set(id, value)
      return value
    },
    keep(id, value) {
      drop(id)
      kept.set(id, value)
      weight += weigh(value)
      for (const eldest of kept.keys()) {
        if (weight <= most || eldest === id) return
        drop(eldest)
      }
    },
  }
}
