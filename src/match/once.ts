/** Works out what may never be asked for only when it is. */

/** Calls `make` at the first call, and remembers what it made. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
