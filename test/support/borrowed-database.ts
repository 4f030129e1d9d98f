/**
 * PostgreSQL databases that go from test to test, emptied between them: that costs a small part of a new one. Not for tests
 * that count the server's connections: one stays open.
 */
import { onTestFinished } from 'vitest'
import { connect, type Database } from '../../src/store/postgres/connect.ts'
import { makeDatabase } from './postgres.ts'

interface BorrowedDatabase {
  readonly url: string
  readonly sql: Database
}

interface OwnedDatabase extends BorrowedDatabase {
  /** What its schema was as it was made. */
  readonly schema: string
  /** Makes what it holds what it held then. */
  readonly empty: string
  /** Makes room of what was deleted: else rows of a table of several pages would lie in another order than in a new one. */
  readonly clean: string
  drop(): Promise<void>
}

/** Databases of this process that no test uses now. */
const free: OwnedDatabase[] = []

/**
 * A database with the newest schema, as if it were new but for what the server has learned of its tables. One whose schema
 * the test changes is dropped after it.
 */
export async function borrowDatabase(): Promise<BorrowedDatabase> {
  const database = free.pop() ?? (await makeOwned())
  onTestFinished(() => giveBack(database))
  return database
}

async function giveBack(database: OwnedDatabase): Promise<void> {
  const { sql, schema, empty, clean, drop } = database
  await sql.run(END_OTHERS)
  if ((await schemaOf(sql)) === schema) {
    await sql.script(empty)
    await sql.script(clean)
    free.push(database)
  } else {
    await sql.close()
    await drop()
  }
}

async function makeOwned(): Promise<OwnedDatabase> {
  const { url, drop } = await makeDatabase()
  const sql = connect({ url, connections: 1 })
  const tables = (await sql.rows<{ name: string }>(TABLES)).map(({ name }) => name)
  const clean = `VACUUM ${tables.join(', ')}`
  await sql.script(clean) // so that the server knows of its tables what it knows of emptied ones
  return { url, sql, drop, schema: await schemaOf(sql), empty: await emptyingOf(sql, tables), clean }
}

/** Processes of the test may hang on. */
const END_OTHERS = `
  SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`

/** Whatever is defined, but for rights, is a row of one of these, which a change replaces. */
const DEFINITIONS = [
  'attribute',
  'attrdef',
  'constraint',
  'index',
  'proc',
  'rewrite',
  'trigger',
  'db_role_setting',
]
const SCHEMA = DEFINITIONS.map((name) => `SELECT count(*), max(xmin::text::bigint) FROM pg_${name}`).join(
  ' UNION ALL ',
)

async function schemaOf(sql: Database): Promise<string> {
  return JSON.stringify(await sql.rows(SCHEMA))
}

const TABLES = `
  SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`

async function emptyingOf(sql: Database, tables: readonly string[]): Promise<string> {
  const statements = ['SET session_replication_role = replica'] // no trigger, nor any order of tables
  for (const name of tables) {
    statements.push(`DELETE FROM ${name}`)
    const [row] = await sql.rows<{ rows: string | null }>(
      `SELECT json_agg(${name})::text AS rows FROM ${name}`,
    )
    if (row!.rows === null) continue
    statements.push(
      `INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $$${row!.rows}$$)`,
    )
  }
  statements.push('SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence', 'RESET ALL')
  return statements.join(';\n')
}
