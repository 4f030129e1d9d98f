/** Closes what was opened, last first; a close that fails does not keep the others open. */

/** Takes a function that closes what was opened. */
export type Defer = (close: () => unknown) => void

interface Disposal {
  readonly defer: Defer
  close(): Promise<void>
}

export function createDisposal(): Disposal {
  const closers: (() => unknown)[] = []
  return {
    defer: (close) => void closers.push(close),
    async close() {
      const errors: unknown[] = []
      for (let close = closers.pop(); close; close = closers.pop()) {
        await Promise.resolve()
          .then(close)
          .catch((error) => errors.push(error))
      }
      if (errors.length > 0) throw errors[0]
    },
  }
}
