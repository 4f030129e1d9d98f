/** Carries all rows from one database into another, whatever their engines, and compares what came with what was sent. */
import { createHash } from 'node:crypto'
import { StoreError } from '../store-error.ts'
import { type Fillable, MOVED, type MovedTable, type Readable, type Row, type Value } from './tables.ts'

/** How many rows each table had. */
export type Carried = Readonly<Record<string, number>>
/** Told of the table at work, and how many of its rows are carried. */
export type OnProgress = (table: string, rows: number) => void

/**
 * Everything: ids, times, texts as they are packed and secrets as they are encrypted. Throws StoreError where a row reads
 * otherwise in the target than in the source; whoever opened the target then undoes it.
 */
export async function carryAll(source: Readable, target: Fillable, onProgress: OnProgress): Promise<Carried> {
  const counts: Record<string, number> = {}
  for (const table of MOVED) counts[table.name] = await carry(table, source, target, onProgress)
  return counts
}

async function carry(table: MovedTable, source: Readable, target: Fillable, onProgress: OnProgress) {
  const known = await source.columns(table.name)
  const columns = (await target.columns(table.name)).filter((column) => known.includes(column))
  const sent = createDigest(columns)
  for await (const rows of source.rows(table, columns)) {
    await target.put(table, columns, rows)
    sent.add(rows)
    onProgress(table.name, sent.count())
  }
  if (table.isNumbered) await target.numberAfter(table, await source.lastNumber(table))
  const came = createDigest(columns)
  for await (const rows of target.rows(table, columns)) came.add(rows)
  if (came.value() === sent.value()) return sent.count()
  throw new StoreError(
    `nothing was moved: ${table.name} reads otherwise in the target (${came.count()} rows) than in the source (${sent.count()} rows)`,
  )
}

/** Of rows in their order: equal for equal values only. */
function createDigest(columns: readonly string[]) {
  const hash = createHash('sha256')
  let rows = 0
  return {
    add(some: readonly Row[]): void {
      for (const row of some) hash.update(JSON.stringify(columns.map((column) => toPlain(row[column]!))))
      rows += some.length
    },
    count: () => rows,
    value: () => hash.digest('hex'),
  }
}

function toPlain(value: Value) {
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value
}
