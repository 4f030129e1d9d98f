/** PostgreSQL's side of a move: a database that is read as it is, or an empty one that is filled in one transaction. */
import { type Fillable, MOVED, type MovedTable, type Readable, type Row } from '../move/tables.ts'
import { packKeys, unpackKeys } from '../rows.ts'
import { StoreError, UnusableDatabaseError } from '../store-error.ts'
import { findBroken } from './check.ts'
import { arraysOf, type Columns, connect, given, namedWrongly, type Sql } from './connect.ts'
import { addKeys } from './matching/prints.ts'
import { makeSchema } from './migrate.ts'
import { openReadOnly } from './open.ts'
import { indexSome } from './pages/search-index.ts'
import type { PostgresConfig } from './pool.ts'

const ROWS_AT_ONCE = 500

/** Gives `work` the database as it is at this moment. Throws StoreError where a process of the daemon is connected. */
export async function readServer<T>(
  config: PostgresConfig,
  work: (source: Readable) => Promise<T>,
): Promise<T> {
  const db = await openReadOnly({ ...config, connections: 1, isReadOnly: true })
  try {
    return await db.transaction(async (sql) => {
      const { others } = (await sql.first<{ others: number }>(OTHERS))!
      if (others === 0) return work(readableOf(sql))
      throw new StoreError(`a daemon or a command is connected to ${db.name}: stop every process of it first`)
    })
  } finally {
    await db.close()
  }
}

const OTHERS = `SELECT count(*)::int AS others FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'wirefold' AND pid <> pg_backend_pid()`

/**
 * Makes the schema where it is missing, lets `work` fill it, makes the indexes of search and keys, and checks it: all in
 * one transaction. Throws UnusableDatabaseError where the database is another program's, or not empty.
 */
export async function fillServer<T>(
  config: PostgresConfig,
  work: (target: Fillable) => Promise<T>,
): Promise<T> {
  const db = connect({ ...config, connections: 1 })
  try {
    return await db.transaction(async (sql) => {
      await makeSchema(sql, db.name)
      await refuseFilled(sql, db.name)
      return fill(sql, work)
    })
  } catch (error) {
    throw namedWrongly(error)
  } finally {
    await db.close()
  }
}

const FILLED = `SELECT EXISTS (SELECT 1 FROM feeds) OR EXISTS (SELECT 1 FROM stories) OR EXISTS (SELECT 1 FROM overrides)
  OR EXISTS (SELECT 1 FROM archive_pages) AS "isFilled"`

async function refuseFilled(sql: Sql, name: string): Promise<void> {
  const { isFilled } = (await sql.first<{ isFilled: boolean }>(FILLED))!
  if (isFilled) throw new UnusableDatabaseError(`${name} is not empty: make a new one with "createdb"`)
}

const TRIGGERED = `SELECT DISTINCT relname AS name FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
  WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace`

/** Without our triggers, which would number changes anew and count them as published; foreign keys hold. */
async function fill<T>(sql: Sql, work: (target: Fillable) => Promise<T>): Promise<T> {
  const triggered = await sql.rows<{ name: string }>(TRIGGERED)
  for (const { name } of triggered) await sql.script(`ALTER TABLE ${name} DISABLE TRIGGER USER`)
  for (const { name } of MOVED) await sql.script(`DELETE FROM ${name}`) // a new database has a few rows of its own
  const result = await work(fillableOf(sql))
  await makeDerived(sql)
  await sql.script('SET CONSTRAINTS ALL IMMEDIATE') // looks at stories and entries, which refer to each other
  for (const { name } of triggered) await sql.script(`ALTER TABLE ${name} ENABLE TRIGGER USER`)
  const faults = await findBroken(sql)
  if (faults.length > 0) throw new StoreError(`nothing was moved: ${faults.join('; ')}`)
  return result
}

async function makeDerived(sql: Sql): Promise<void> {
  await sql.run('INSERT INTO search_pending SELECT entry_id FROM entry_texts')
  while ((await indexSome(sql, ROWS_AT_ONCE)) > 0);
  await sql.rows(
    "SELECT setval('print_places', last) FROM (SELECT max(greatest(place, revision, 1)) AS last FROM prints) AS newest WHERE last IS NOT NULL",
  )
  await sql.script(`ANALYZE ${[...MOVED.map(({ name }) => name), 'search_index', 'print_keys'].join()}`)
  await sql.run('UPDATE publication SET announced = version') // hubs were told by whoever served before
}

const COLUMNS = `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
  WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`

/** What goes over the wire in another type, by its own. */
const WIRE: Readonly<Record<string, string>> = { 'bigint[]': 'text', boolean: 'int' }

async function typesOf(sql: Sql, table: string): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.rows<{ name: string; type: string }>(COLUMNS, [table])
  return new Map(rows.map(({ name, type }) => [name, type]))
}

function readableOf(sql: Sql): Readable {
  return {
    columns: async (table) => [...(await typesOf(sql, table)).keys()],
    async *rows({ name, key }, columns) {
      const wire = wireOf(await typesOf(sql, name), columns)
      const select = columns.map((column) => `"${column}"::${wire[column]} AS "${column}"`).join()
      await sql.script(
        `DECLARE moved_${name} CURSOR FOR SELECT ${select} FROM ${name} ORDER BY ${key.join()}`,
      )
      for (let count = ROWS_AT_ONCE; count === ROWS_AT_ONCE; ) {
        const rows = await sql.rows<Row>(`FETCH ${ROWS_AT_ONCE} FROM moved_${name}`)
        count = rows.length
        yield name === 'prints' ? rows.map(withPackedKeys) : rows
      }
      await sql.script(`CLOSE moved_${name}`)
    },
    async lastNumber({ name, key }) {
      const { last } = (await sql.first<{ last: number }>(
        `SELECT greatest(pg_sequence_last_value(${sequenceOf(name, key[0])}), (SELECT max(${key[0]}) FROM ${name}), 0) AS last`,
      ))!
      return last
    },
  }
}

function sequenceOf(table: string, column: string): string {
  return `pg_get_serial_sequence('${table}', '${column}')::regclass`
}

function wireOf(types: ReadonlyMap<string, string>, columns: readonly string[]): Columns {
  const wire = (type: string) => WIRE[type] ?? type
  return Object.fromEntries(columns.map((column) => [column, wire(types.get(column)!)]))
}

function fillableOf(sql: Sql): Fillable {
  return {
    ...readableOf(sql),
    async put({ name }: MovedTable, columns, rows) {
      const types = await typesOf(sql, name)
      const wire = wireOf(types, columns)
      const own = columns.map((column) => `given."${column}"::${types.get(column)}`).join()
      const names = columns.map((column) => `"${column}"`).join()
      const values = name === 'prints' ? rows.map(withSpelledKeys) : rows
      await sql.run(
        `INSERT INTO ${name} (${names}) SELECT ${own} FROM ${given(wire)}`,
        arraysOf(wire, values),
      )
      if (name === 'prints') {
        const ids = rows.map(({ entry_id }) => Number(entry_id))
        await addKeys(sql, ids)
      }
    },
    async numberAfter({ name, key }, last) {
      await sql.rows(`SELECT setval(${sequenceOf(name, key[0])}, greatest($1::bigint, 1), $1::bigint > 0)`, [
        last,
      ])
    },
  }
}

function withPackedKeys(row: Row): Row {
  const keys = String(row.keys).slice(1, -1)
  return { ...row, keys: packKeys(keys === '' ? [] : keys.split(',').map(Number)) }
}

function withSpelledKeys(row: Row): Row {
  return { ...row, keys: `{${unpackKeys(row.keys as Uint8Array).join()}}` }
}
