/**
 * What was made for an answer, kept in memory until the version it was made from is past: readers ask far more often than
 * there is news. Whoever asks while it is being made waits for the same.
 */
interface Cache<T> {
  /** The value of this version, if it is there. */
  peek(key: string, version: number): T | undefined
  /** `make` is given the value of an older version, where there is one. What it throws is kept for nobody. */
  get(key: string, version: number, make: (older: T | undefined) => Promise<T>): Promise<T>
}

interface Kept<T> {
  readonly version: number
  /** Of this version; undefined while it is being made. */
  readonly value: T | undefined
  readonly making: Promise<T>
}

/** Keeps the values used last, as many as fit into `mostBytes`. */
export function createCache<T extends { readonly size: number }>(mostBytes: number): Cache<T> {
  const kept = new Map<string, Kept<T>>()
  const keep = (key: string, entry: Kept<T>): void => {
    kept.delete(key)
    kept.set(key, entry)
  }
  const peek = (key: string, version: number): T | undefined => {
    const known = kept.get(key)
    if (known?.version !== version) return undefined
    keep(key, known)
    return known.value
  }
  return {
    peek,
    get: (key, version, make) => {
      const known = kept.get(key)
      if (known?.version === version) {
        keep(key, known)
        return known.making
      }
      const making = make(known?.value)
      keep(key, { version, value: undefined, making })
      making.then(
        (value) => {
          if (kept.get(key)?.making !== making) return
          keep(key, { version, value, making })
          evict(kept, mostBytes)
        },
        () => {
          if (kept.get(key)?.making === making) kept.delete(key)
        },
      )
      return making
    },
  }
}

function evict<T extends { readonly size: number }>(kept: Map<string, Kept<T>>, mostBytes: number): void {
  let bytes = 0
  for (const { value } of kept.values()) bytes += value?.size ?? 0
  for (const [key, { value }] of kept) {
    if (bytes <= mostBytes || kept.size === 1) return
    if (value === undefined) continue
    bytes -= value.size
    kept.delete(key)
  }
}
