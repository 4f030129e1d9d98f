/**
 * Tells which stored entry each entry of a document is. A guid that one entry of the feed has says so by itself; one
 * that several have, a link in place of a missing guid, and a place that an entry may have moved within are
 * weighed with what the entries say. No neighbour's coming or going changes the answer.
 */
import { createHash } from 'node:crypto'
import type { ParsedEntry } from '../../contract/model.ts'
import { toTextOrNull } from '../rows.ts'
import { placeOf } from './address.ts'
import { type Facts, isSameInPlace, isSameUnderSharedName } from './same-entry.ts'

/** A stored entry, as far as it takes to recognise it. */
export interface KnownEntry {
  readonly id: number
  readonly guid: string
  readonly own_guid: string | null
  readonly content_hash: string
  readonly last_listed_at: string
  readonly place: number | null
  readonly link: string | null
  readonly title: string
  readonly published_at: string | null
}

/** What an entry of a document is: a stored one, or a new one under this name in the database. */
export interface Identity {
  readonly known: KnownEntry | null
  readonly guid: string
  /** The feed's own, where it is another. */
  readonly ownGuid: string | null
}

/** Stored entries of one name or place that are looked at, the newest first. */
export const LOOKED_AT = 50

/** What an engine knows of a feed's stored entries. */
interface Lookups {
  /** For each entry of the document, the stored ones of its guid: the one that has it alone, then those that share it. */
  readonly named: readonly (readonly KnownEntry[])[]
  /** The stored entries of a place, the newest first, at most `LOOKED_AT`. */
  placed(place: number): readonly KnownEntry[]
  textOf(id: number): string
}

/** Those of these entries whose guid does not say by itself which stored ones they are. */
export function unsettled(
  entries: readonly ParsedEntry[],
  named: Lookups['named'],
): { readonly entry: ParsedEntry; readonly named: readonly KnownEntry[] }[] {
  const shared = repeated(entries.map(({ guid }) => guid))
  return entries
    .map((entry, at) => ({ entry, named: named[at]! }))
    .filter(({ entry, named }) => !isSettled(entry, named, shared))
}

/** Its guid is its alone, in the document and in the database. */
function isSettled(
  { guid, hasOwnGuid }: ParsedEntry,
  [one, second]: readonly KnownEntry[],
  shared: ReadonlySet<string>,
): boolean {
  return hasOwnGuid && !shared.has(guid) && one !== undefined && !second && one.own_guid === null
}

/** Which stored entry each entry of a document is. */
export function identify(entries: readonly ParsedEntry[], { named, placed, textOf }: Lookups): Identity[] {
  const shared = repeated(entries.map(({ guid }) => guid))
  const found: (KnownEntry | null)[] = entries.map(() => null)
  const claimed = new Set<number>()
  const claim = (at: number, known: KnownEntry | undefined) => {
    if (!known) return
    found[at] = known
    claimed.add(known.id)
  }
  const free = (rows: readonly KnownEntry[]) => rows.filter(({ id }) => !claimed.has(id))
  const facts = (known: KnownEntry) => factsOfKnown(known, textOf(known.id))

  for (const [at, entry] of entries.entries()) {
    if (isSettled(entry, named[at]!, shared)) claim(at, named[at]![0])
  }
  // Those that say the same as before, then those that say nearly the same.
  for (const isAlike of [isUnchanged, isSameUnderSharedName]) {
    for (const [at, entry] of entries.entries()) {
      if (found[at]) continue
      const alone = named[at]!.length === 1 && !shared.has(entry.guid)
      const same = free(named[at]!).find((known) => isAlike(factsOf(entry), facts(known), alone))
      claim(at, same)
    }
  }
  for (const [at, entry] of entries.entries()) {
    if (found[at]) continue
    const rows = placed(placeOf(entry))
    const moved = free(rows).filter(({ guid, own_guid: own }) => (own ?? guid) !== entry.guid)
    const same = moved.find((known) => isSameInPlace(factsOf(entry), facts(known), rows.length > 1))
    claim(at, same)
  }
  return entries.map((entry, at) =>
    identityOf(entry, found[at]!, named[at]!.length > 0 || shared.has(entry.guid)),
  )
}

function factsOfKnown(known: KnownEntry, text: string): Facts {
  const { guid, own_guid: ownGuid, link, title, published_at: publishedAt } = known
  return { guid: ownGuid ?? guid, link, title, publishedAt, text }
}

function identityOf(entry: ParsedEntry, known: KnownEntry | null, isShared: boolean): Identity {
  if (known && (known.own_guid ?? known.guid) === entry.guid)
    return { known, guid: known.guid, ownGuid: known.own_guid }
  return isShared
    ? { known, guid: combined(entry), ownGuid: entry.guid }
    : { known, guid: entry.guid, ownGuid: null }
}

function factsOf({ guid, link, title, text, publishedAt }: ParsedEntry): Facts {
  return { guid, link, title, text, publishedAt: toTextOrNull(publishedAt) }
}

function isUnchanged(a: Facts, b: Facts): boolean {
  return a.link === b.link && a.title === b.title && a.text === b.text && a.publishedAt === b.publishedAt
}

/** A name for an entry whose guid is not its own: the same in every database. */
function combined({ guid, link, title, publishedAt, text }: ParsedEntry): string {
  const hash = createHash('sha256').update(JSON.stringify([guid, link, title, publishedAt, text]))
  return `sha256:${hash.digest('hex').slice(0, 32)}`
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(names.filter((name) => seen.has(name) || !seen.add(name)))
}
