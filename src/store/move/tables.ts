/** What a move carries: every table that both engines have and that is not made from others, by what its rows are ordered. */

export interface MovedTable {
  readonly name: string
  /** Its primary key, or all of its columns: the order in which both engines give its rows. */
  readonly key: readonly [string, ...string[]]
  /** Whether the engine numbers its rows by the one column of its key. */
  readonly isNumbered?: boolean
}

/** Each comes after those that its rows refer to. The search index and the index of keys are made anew. */
export const MOVED: readonly MovedTable[] = [
  { name: 'settings', key: ['name'] },
  { name: 'feeds', key: ['id'], isNumbered: true },
  { name: 'feed_credentials', key: ['feed_id'] },
  { name: 'left_out', key: ['feed_id', 'guid'] },
  { name: 'poll_log', key: ['feed_id', 'at'] },
  { name: 'removed_entries', key: ['feed_id', 'guid'] },
  { name: 'stories', key: ['number'], isNumbered: true },
  { name: 'entries', key: ['id'], isNumbered: true },
  { name: 'entry_texts', key: ['entry_id'] },
  { name: 'entry_revisions', key: ['entry_id', 'revision'] },
  { name: 'pending_entries', key: ['entry_id'] },
  { name: 'prints', key: ['entry_id'] },
  { name: 'verdicts', key: ['a', 'b'] },
  { name: 'fold_evidence', key: ['entry_id'] },
  { name: 'overrides', key: ['operation', 'a', 'b'] },
  { name: 'placements', key: ['operation', 'entry_id'] },
  { name: 'archive_pages', key: ['page'], isNumbered: true },
  { name: 'archive_states', key: ['story_number', 'page'] },
  { name: 'publication', key: ['version'] },
  { name: 'story_changes', key: ['revision'], isNumbered: true },
  { name: 'story_changes_of', key: ['database'] },
]

/** As SQLite keeps it: yes and no as 1 and 0, the keys of a fingerprint packed. */
export type Value = string | number | Uint8Array | null
/** Values by the names of their columns. */
export type Row = Readonly<Record<string, Value>>

/** A database as a move reads it: all of it as it was at one moment. */
export interface Readable {
  /** The names of a table's columns. */
  columns(table: string): Promise<readonly string[]>
  /** All rows, in the order of the table's key, some at a time. */
  rows(table: MovedTable, columns: readonly string[]): AsyncIterable<readonly Row[]>
  /** The highest number that was ever given to a row of a numbered table; 0 for none. */
  lastNumber(table: MovedTable): Promise<number>
}

/** A new database as a move fills it, with the tables in it and no rows. */
export interface Fillable extends Readable {
  put(table: MovedTable, columns: readonly string[], rows: readonly Row[]): Promise<void>
  /** The next row of a numbered table gets a number above this. */
  numberAfter(table: MovedTable, last: number): Promise<void>
}
