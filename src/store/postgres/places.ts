/** So many may use something at once; others wait for their turn in the order in which they came, but not for ever. */

/** Runs work when there is a place for it; rejects with what `refuse` makes where none is free in time. */
export function createPlaces(count: number, patienceMs: number, refuse: () => Error) {
  let free = count
  const waiting = new Set<() => void>()

  function take(): Promise<void> | undefined {
    if (free > 0) {
      free -= 1
      return
    }
    return new Promise((resolve, reject) => {
      const mine = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.delete(mine)
        reject(refuse())
      }, patienceMs)
      waiting.add(mine)
    })
  }

  /** Whoever waits longest has the place now. */
  function leave(): void {
    const [next] = waiting
    if (next === undefined) free += 1
    else {
      waiting.delete(next)
      next()
    }
  }

  return async <T>(work: () => Promise<T>): Promise<T> => {
    await take()
    return work().finally(leave)
  }
}
