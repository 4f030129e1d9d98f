/** Keeps the `size` values used last, each as long as its version holds. */
export function createCache<T>(size: number) {
  const kept = new Map<string, { readonly version: number; readonly value: T }>()
  return async (key: string, version: number, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(key)
    const value = known?.version === version ? known.value : await make()
    kept.delete(key)
    kept.set(key, { version, value })
    if (kept.size > size) kept.delete(kept.keys().next().value!)
    return value
  }
}
