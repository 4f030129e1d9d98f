/** What happened to the entries of one document, as an engine tells those who go on with them. */
import { sameAddress } from './identity/address.ts'

/** The feed whose entries are saved; its address is the one that was subscribed. */
export interface SavedFeed {
  readonly id: number
  readonly url: string
}

export interface StoredEntries {
  readonly added: readonly { readonly id: number; readonly index: number }[]
  readonly changed: readonly ChangedEntry[]
}

/** `retold`: its title or text changed, not only what is around them. `relinked`: its link leads to another page. */
export interface ChangedEntry {
  readonly id: number
  readonly index: number
  readonly retold: boolean
  readonly relinked: boolean
}

/** What an entry said. */
export interface Told {
  readonly title: string
  readonly link: string | null
  readonly text: string
}

/** What of it is another now. */
export function differences(before: Told, after: Told): Pick<ChangedEntry, 'retold' | 'relinked'> {
  return {
    retold: before.title !== after.title || before.text !== after.text,
    relinked: sameAddress(before.link) !== sameAddress(after.link),
  }
}
