/**
 * The index of keys: which entries hold a key, newest first. The newest entries' keys are in memory, in typed arrays;
 * older ones lie in sorted runs on disk, because writing each key to its own place in a tree costs a page of log.
 */
import type { Database } from 'better-sqlite3'
import { unpackKeys } from '../../rows.ts'

/** Entries whose keys are kept in memory before they are written as a run: some 10 MB. */
const SPILL_AT = 8000
const SMALLEST = 1 << 12

export type KeyIndex = ReturnType<typeof createKeyIndex>

export function createKeyIndex(db: Database) {
  const ends = db.prepare('SELECT run, newest_id AS newest FROM key_run_ends ORDER BY run DESC')
  const inRun = db
    .prepare(`
    SELECT entry_id FROM key_runs WHERE run = @run AND key = @key
    ORDER BY entry_id DESC LIMIT @limit`)
    .pluck()
  const unspilled = db.prepare('SELECT entry_id, keys FROM prints WHERE entry_id > ? ORDER BY entry_id')
  const addToRun = db.prepare('INSERT OR IGNORE INTO key_runs (run, key, entry_id) VALUES (?, ?, ?)')
  const addEnd = db.prepare('INSERT INTO key_run_ends (run, newest_id) VALUES (?, ?)')
  const closedRuns = db
    .prepare(`
    SELECT run FROM key_run_ends AS ended WHERE NOT EXISTS (
      SELECT 1 FROM prints WHERE entry_id <= ended.newest_id
      AND entry_id > coalesce((SELECT max(newest_id) FROM key_run_ends WHERE run < ended.run), -9e18))`)
    .pluck()
  const dropRun = db.prepare('DELETE FROM key_runs WHERE run = ?')
  const dropEnd = db.prepare('DELETE FROM key_run_ends WHERE run = ?')

  let runs = ends.all() as { run: number; newest: number }[]
  let loaded: Postings | undefined
  /** Read when it is first needed: a command that only explains never does. */
  const recent = () => (loaded ??= readRecent())

  function readRecent() {
    const postings = createPostings()
    const rows = unspilled.iterate(spilledTo()) as Iterable<{ entry_id: number; keys: Uint8Array }>
    for (const { entry_id, keys } of rows) postings.add(entry_id, unpackKeys(keys))
    return postings
  }

  function spilledTo(): number {
    return runs[0]?.newest ?? Number.MIN_SAFE_INTEGER
  }

  return {
    add(entryId: number, keys: readonly number[]): void {
      recent().add(entryId, keys)
      // After a restart only keys above the last run are read into memory: a late change goes to that run.
      const last = runs[0]
      if (last && entryId <= last.newest) for (const key of keys) addToRun.run(last.run, key, entryId)
    },

    /** The newest entries that hold the key, at most `limit` of them. */
    holders(key: number, limit: number): number[] {
      const found = recent().holders(key, limit)
      for (const { run } of runs) {
        if (found.length >= limit) break
        const older = inRun.all({ run, key, limit: limit - found.length }) as number[]
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
      for (const [key, id] of recent().sorted()) addToRun.run(run, key, id)
      addEnd.run(run, recent().newest())
      runs = ends.all() as typeof runs
      loaded = createPostings()
    },
  }
}

type Postings = ReturnType<typeof createPostings>

/** An open-addressing table from keys to chains of entries, newest first: a Map, ten times smaller. */
function createPostings() {
  let slots = SMALLEST
  let keys = new Uint32Array(slots)
  let heads = new Int32Array(slots).fill(-1)
  let used = 0
  let ids = new Float64Array(SMALLEST)
  let next = new Int32Array(SMALLEST)
  let length = 0
  let entries = 0
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
    const [oldIds, oldNext] = [ids, next]
    ids = new Float64Array(length * 2)
    next = new Int32Array(length * 2)
    ids.set(oldIds)
    next.set(oldNext)
  }

  return {
    add(id: number, given: readonly number[]): void {
      for (const key of given) {
        if (used * 2 >= slots) growTable()
        if (length === ids.length) growChains()
        const slot = slotOf(key)
        if (heads[slot] === -1) used++
        keys[slot] = key
        ids[length] = id
        next[length] = heads[slot]!
        heads[slot] = length++
      }
      entries++
      newest = Math.max(newest, id)
    },
    holders(key: number, limit: number): number[] {
      const found: number[] = []
      for (let at = heads[slotOf(key)]!; at !== -1 && found.length < limit; at = next[at]!) {
        const id = ids[at]!
        if (!found.includes(id)) found.push(id)
      }
      return found
    },
    entries: () => entries,
    newest: () => newest,
    /** Every key and holder, in the order of a run. */
    sorted(): [number, number][] {
      const all: [number, number][] = []
      for (let slot = 0; slot < slots; slot++) {
        for (let at = heads[slot]!; at !== -1; at = next[at]!) all.push([keys[slot]!, ids[at]!])
      }
      return all.sort((x, y) => x[0] - y[0] || x[1] - y[1])
    },
  }
}
