/**
 * The index of keys: which entries hold a key, in the order in which the index took them. The last entries' keys are in
 * memory, in typed arrays; older ones lie in sorted runs on disk, because writing each key to its own leaf of a tree
 * costs a page of log. An entry that is taken anew gets a new place; what stands under its old one is passed over.
 */
import type { Database } from 'better-sqlite3'
import { unpackKeys } from '../../rows.ts'

/** Entries whose keys are kept in memory before they are written as a run: some 10 MB. */
const SPILL_AT = 8000
const SMALLEST = 1 << 12

export type KeyIndex = ReturnType<typeof createKeyIndex>

export function createKeyIndex(db: Database) {
  const ends = db.prepare('SELECT run, newest_place AS newest FROM key_run_ends ORDER BY run DESC')
  const inRun = db
    .prepare(`
    SELECT entry_id FROM key_runs JOIN prints ON prints.place = key_runs.place
    WHERE run = @run AND key = @key AND key_runs.place < @before ORDER BY key_runs.place DESC LIMIT @limit`)
    .pluck()
  const unspilled = db.prepare('SELECT place, entry_id, keys FROM prints WHERE place > ? ORDER BY place')
  const addToRun = db.prepare('INSERT OR IGNORE INTO key_runs (run, key, place) VALUES (?, ?, ?)')
  const addEnd = db.prepare('INSERT INTO key_run_ends (run, newest_place) VALUES (?, ?)')
  const closedRuns = db
    .prepare(`
    SELECT run FROM key_run_ends AS ended WHERE NOT EXISTS (
      SELECT 1 FROM prints WHERE place <= ended.newest_place
      AND place > coalesce((SELECT max(newest_place) FROM key_run_ends WHERE run < ended.run), -9e18))`)
    .pluck()
  const dropRun = db.prepare('DELETE FROM key_runs WHERE run = ?')
  const dropEnd = db.prepare('DELETE FROM key_run_ends WHERE run = ?')

  let runs = ends.all() as { run: number; newest: number }[]
  let loaded: Postings | undefined
  /** Read when it is first needed: a command that only explains never does. */
  const recent = () => (loaded ??= readRecent())

  function readRecent() {
    const postings = createPostings()
    const rows = unspilled.iterate(spilledTo()) as Iterable<Indexed>
    for (const { place, entry_id, keys } of rows) postings.add(place, entry_id, unpackKeys(keys))
    return postings
  }

  function spilledTo(): number {
    return runs[0]?.newest ?? Number.MIN_SAFE_INTEGER
  }

  return {
    /** Places only grow. */
    add(place: number, entryId: number, keys: readonly number[]): void {
      recent().add(place, entryId, keys)
    },

    /** The last entries before a place that hold the key, at most `limit` of them. */
    holders(key: number, before: number, limit: number): number[] {
      const found = recent().holders(key, before, limit)
      for (const { run } of runs) {
        if (found.length >= limit) break
        const older = inRun.all({ run, key, before, limit: limit - found.length }) as number[]
        for (const id of older) if (!found.includes(id)) found.push(id)
      }
      return found
    },

    /** Writes the keys in memory as a run once they are many, and drops runs whose entries' windows have all closed. */
    tidy(): void {
      for (const run of closedRuns.all() as number[]) {
        dropRun.run(run)
        dropEnd.run(run)
      }
      runs = ends.all() as typeof runs
      if (recent().entries() < SPILL_AT) return
      const run = (runs[0]?.run ?? 0) + 1
      for (const [key, place] of recent().sorted()) addToRun.run(run, key, place)
      addEnd.run(run, recent().newest())
      runs = ends.all() as typeof runs
      loaded = createPostings()
    },
  }
}

interface Indexed {
  readonly place: number
  readonly entry_id: number
  readonly keys: Uint8Array
}

type Postings = ReturnType<typeof createPostings>

/** An open-addressing table from keys to chains of entries, last first: a Map, ten times smaller. */
function createPostings() {
  let slots = SMALLEST
  let keys = new Uint32Array(slots)
  let heads = new Int32Array(slots).fill(-1)
  let used = 0
  let ids = new Float64Array(SMALLEST)
  let places = new Float64Array(SMALLEST)
  /** The present place of each entry: what a chain says of another one is past. */
  const placeOf = new Map<number, number>()
  let next = new Int32Array(SMALLEST)
  let length = 0
  let newest = Number.MIN_SAFE_INTEGER

  function slotOf(key: number): number {
    let slot = Math.imul(key, 0x9e3779b1) >>> 0
    slot &= slots - 1
    while (heads[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & (slots - 1)
    return slot
  }

  function growTable(): void {
    const [oldKeys, oldHeads] = [keys, heads]
    slots *= 2
    keys = new Uint32Array(slots)
    heads = new Int32Array(slots).fill(-1)
    for (let i = 0; i < oldHeads.length; i++) {
      if (oldHeads[i] === -1) continue
      const slot = slotOf(oldKeys[i]!)
      keys[slot] = oldKeys[i]!
      heads[slot] = oldHeads[i]!
    }
  }

  function growChains(): void {
    const [oldIds, oldPlaces, oldNext] = [ids, places, next]
    ids = new Float64Array(length * 2)
    places = new Float64Array(length * 2)
    next = new Int32Array(length * 2)
    ids.set(oldIds)
    places.set(oldPlaces)
    next.set(oldNext)
  }

  return {
    add(place: number, id: number, given: readonly number[]): void {
      for (const key of given) {
        if (used * 2 >= slots) growTable()
        if (length === ids.length) growChains()
        const slot = slotOf(key)
        if (heads[slot] === -1) used++
        keys[slot] = key
        ids[length] = id
        places[length] = place
        next[length] = heads[slot]!
        heads[slot] = length++
      }
      placeOf.set(id, place)
      newest = place
    },
    holders(key: number, before: number, limit: number): number[] {
      const found: number[] = []
      for (let at = heads[slotOf(key)]!; at !== -1 && found.length < limit; at = next[at]!) {
        const place = places[at]!
        if (place < before && placeOf.get(ids[at]!) === place) found.push(ids[at]!)
      }
      return found
    },
    entries: () => placeOf.size,
    newest: () => newest,
    /** Every key and the place of each holder, in the order of a run. */
    sorted(): [number, number][] {
      const all: [number, number][] = []
      for (let slot = 0; slot < slots; slot++) {
        for (let at = heads[slot]!; at !== -1; at = next[at]!) all.push([keys[slot]!, places[at]!])
      }
      return all.sort((x, y) => x[0] - y[0] || x[1] - y[1])
    },
  }
}
