/** What happened to the entries of one document, as an engine tells those who go on with them. */

export interface StoredEntries {
  readonly added: readonly { readonly id: number; readonly index: number }[]
  readonly changed: readonly ChangedEntry[]
}

/** `retold`: its title or text changed, not only what stands around them. */
export interface ChangedEntry {
  readonly id: number
  readonly index: number
  readonly retold: boolean
}
