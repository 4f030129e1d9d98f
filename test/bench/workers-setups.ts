/** The databases that are compared: a SQLite file with its daemon, and a PostgreSQL database with so many workers. */
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import pg from 'pg'
import { cpuOfServer } from './workers-processes.ts'

/** In bytes. */
export interface TableSize {
  readonly table: string
  readonly indexes: number
  /** With its indexes. */
  readonly all: number
}

export interface Setup {
  readonly name: string
  readonly database: string
  readonly workers: number
  /** For `serve`. */
  readonly args: readonly string[]
  /** The first column of the first row; a daemon has made the tables. */
  value(sql: string): Promise<number>
  run(sql: string): Promise<void>
  /** CPU seconds of the database server so far. */
  serverCpu(): number
  /** Whether somebody decides at this moment; of a file it is not known. */
  isDeciding(): Promise<boolean>
  /** Bytes that were written to the server's log so far. */
  log(): Promise<number>
  /** Of a file they are not known. */
  sizes(): Promise<readonly TableSize[]>
  close(): Promise<void>
}

export function sqliteSetup(folder: string): Setup {
  const database = join(folder, 'bench.db')
  const at = <T>(work: (db: SQLite.Database) => T): T => {
    const db = new SQLite(database)
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
  return {
    name: 'SQLite',
    database,
    workers: 1,
    args: [],
    value: async (sql) => at((db) => Number(db.prepare(sql).pluck().get())),
    run: async (sql) => at((db) => void db.exec(sql)),
    serverCpu: () => 0,
    isDeciding: async () => false,
    log: async () => 0,
    sizes: async () => [],
    close: async () => {},
  }
}

const SIZES = `
  SELECT relname AS "table", pg_indexes_size(oid)::float8 AS indexes, pg_total_relation_size(oid)::float8 AS "all" FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`

const DECIDING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"

/** On the server at `server`, whose files are in `data`. */
export async function postgresSetup(server: string, data: string, workers: number): Promise<Setup> {
  const name = `bench_${workers}`
  const admin = new pg.Client({ connectionString: `${server}/postgres` })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`)
  await admin.end()
  const client = new pg.Client({ connectionString: `${server}/${name}` })
  await client.connect()
  const value = async (sql: string) => Number(Object.values((await client.query(sql)).rows[0])[0])
  return {
    name: `PostgreSQL, ${workers} worker${workers === 1 ? '' : 's'}`,
    database: `${server}/${name}`,
    workers,
    args: ['--only', 'poll'],
    value,
    run: async (sql) => void (await client.query(sql)),
    serverCpu: () => cpuOfServer(data),
    isDeciding: async () => (await value(DECIDING)) > 0,
    log: () => value("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"),
    sizes: async () => {
      await client.query('VACUUM')
      return (await client.query(SIZES)).rows
    },
    close: () => client.end(),
  }
}
