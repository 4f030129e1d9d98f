/**
 * The index of keys: which entries hold a key, in the order in which the index took them. The last entries' keys are in
 * memory, in typed arrays; older ones lie in sorted runs on disk, because writing each key to its own leaf of a tree
 * costs a page of log. An entry that is taken anew gets a new place; what stands under its old one is passed over.
 */
import type { Database } from 'better-sqlite3'
import { unpackKeys } from '../../rows.ts'
import { Postings } from './postings.ts'

/** Entries, each time they are taken, whose keys are kept in memory before they are written as a run: some 10 MB. */
const SPILL_AT = 8000

const IN_RUN = `
  SELECT entry_id FROM key_runs JOIN prints ON prints.place = key_runs.place
  WHERE run = @run AND key = @key AND key_runs.place < @before ORDER BY key_runs.place DESC LIMIT @limit`
const CLOSED_RUNS = `
  SELECT run FROM key_run_ends AS ended WHERE NOT EXISTS (
    SELECT 1 FROM prints WHERE place <= ended.newest_place
    AND place > coalesce((SELECT max(newest_place) FROM key_run_ends WHERE run < ended.run), -9e18))`

export type KeyIndex = ReturnType<typeof createKeyIndex>

export function createKeyIndex(db: Database) {
  const runs = createRuns(db)
  const readSince = createReading(db)
  let loaded: Postings | undefined
  /** The last place that was taken before memory was given up. */
  let taken = 0
  /** Read when it is first needed: a command that only explains never does. */
  const recent = () => (loaded ??= readSince(runs.newest()))

  return {
    /** Places only grow. Called before the print is stored: what is read at the first call would hold it, too. */
    add(place: number, entryId: number, keys: readonly number[]): void {
      recent().add(place, entryId, keys)
    },

    /** Forgets an entry's keys; in a run they stay, and are passed over. */
    drop(entryId: number): void {
      loaded?.drop(entryId)
    },

    /** The last place that was taken, whether or not its entry still has a print. */
    newest: () => Math.max(taken, recent().newest(), runs.newest()),

    /** After a transaction was undone: what was taken and dropped in it is read again as it is. */
    reload(): void {
      taken = Math.max(taken, loaded?.newest() ?? 0)
      loaded = undefined
      runs.reload()
    },

    /** The last entries before a place that hold the key, at most `limit` of them. */
    holders(key: number, before: number, limit: number): number[] {
      const found = recent().holders(key, before, limit)
      return found.length < limit ? runs.addHolders(found, key, before, limit) : found
    },

    /** Writes the keys in memory as a run once they are many, and drops runs whose entries' windows have all closed. */
    tidy(): void {
      runs.dropClosed()
      if (recent().added() < SPILL_AT) return
      runs.write(recent())
      loaded = new Postings()
    },
  }
}

interface Indexed {
  readonly place: number
  readonly entry_id: number
  readonly keys: Uint8Array
}

/** Reads the keys of all prints behind a place. */
function createReading(db: Database) {
  const since = db.prepare<[number], Indexed>(
    'SELECT place, entry_id, keys FROM prints WHERE place > ? ORDER BY place',
  )
  return (last: number): Postings => {
    const postings = new Postings()
    for (const { place, entry_id, keys } of since.iterate(last))
      postings.add(place, entry_id, unpackKeys(keys))
    return postings
  }
}

/** The runs on disk. */
function createRuns(db: Database) {
  const ends = db.prepare('SELECT run, newest_place AS newest FROM key_run_ends ORDER BY run DESC')
  const inRun = db.prepare(IN_RUN).pluck()
  const put = db.prepare('INSERT OR IGNORE INTO key_runs (run, key, place) VALUES (?, ?, ?)')
  const putEnd = db.prepare('INSERT INTO key_run_ends (run, newest_place) VALUES (?, ?)')
  const closed = db.prepare(CLOSED_RUNS).pluck()
  const drop = db.prepare('DELETE FROM key_runs WHERE run = ?')
  const dropEnd = db.prepare('DELETE FROM key_run_ends WHERE run = ?')
  let known: readonly { run: number; newest: number }[] | undefined
  /** Those that there are, the newest first. */
  const runs = () => (known ??= ends.all() as { run: number; newest: number }[])
  const reload = (): void => {
    known = undefined
  }

  return {
    reload,
    /** The last place that a run holds. */
    newest: () => runs()[0]?.newest ?? Number.MIN_SAFE_INTEGER,
    /** Adds holders to those found, up to `limit` in all, the newest first. */
    addHolders(found: number[], key: number, before: number, limit: number): number[] {
      for (const { run } of runs()) {
        if (found.length >= limit) break
        const older = inRun.all({ run, key, before, limit: limit - found.length }) as number[]
        for (const id of older) if (!found.includes(id)) found.push(id)
      }
      return found
    },
    write(postings: Postings): void {
      const run = (runs()[0]?.run ?? 0) + 1
      for (const [key, place] of postings.sorted()) put.run(run, key, place)
      putEnd.run(run, postings.newest())
      reload()
    },
    dropClosed(): void {
      for (const run of closed.all() as number[]) {
        drop.run(run)
        dropEnd.run(run)
      }
      reload()
    },
  }
}
