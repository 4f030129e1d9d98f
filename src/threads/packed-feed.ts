/**
 * A feed on its way from the thread that read it to the thread that stores it. The thread between them, which answers
 * HTTP, hands the entries on packed: unpacking and packing megabytes that it never looks at would keep it busy.
 */
import { deserialize, serialize } from 'node:v8'
import type { ParsedEntry, ParsedFeed } from '../contract/model.ts'
import { contentHashOf } from '../store/entry-rows.ts'

/** A feed that crosses a thread's border at the cost of copying bytes. */
export interface PackedFeed extends Omit<ParsedFeed, 'entries'> {
  readonly packed: Uint8Array
}

const origins = new WeakMap<ParsedFeed, PackedFeed>()

/** Packs a feed; one that came out of `unpack` is not packed again. */
export function pack(feed: ParsedFeed): PackedFeed {
  const origin = origins.get(feed)
  if (origin) return origin
  const { entries, ...head } = feed
  return { ...head, packed: serialize(entries.map(hashed)) }
}

/** The store's thread, which all wait for, need not hash what it has stored already. */
function hashed(entry: ParsedEntry): ParsedEntry {
  return { ...entry, contentHash: contentHashOf(entry) }
}

/** The feed again; its entries are unpacked when they are first looked at. */
export function unpack({ packed, ...head }: PackedFeed): ParsedFeed {
  let entries: readonly ParsedEntry[] | undefined
  const feed: ParsedFeed = {
    ...head,
    get entries() {
      entries ??= deserialize(packed) as readonly ParsedEntry[]
      return entries
    },
  }
  origins.set(feed, { ...head, packed })
  return feed
}
