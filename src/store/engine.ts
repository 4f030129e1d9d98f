/** Picks the engine by what the config names: a file is SQLite's, an address PostgreSQL's. */
import type { Matcher } from '../contract/matching.ts'
import type { Store, StoryPages } from '../contract/store.ts'
import { type Carried, carryAll, type OnProgress } from './move/carry.ts'
import type { PostgresConfig } from './postgres/pool.ts'
import * as sqliteCheck from './sqlite/check.ts'
import { lockDatabase } from './sqlite/lock.ts'
import { makeFile, readFile } from './sqlite/move.ts'
import { openReadOnly as openSqlite } from './sqlite/open.ts'
import { createStoryPages as createSqlitePages } from './sqlite/pages/story-pages.ts'
import { openReader as openSqliteReader } from './sqlite/reader.ts'
import { openStore as openSqliteStore } from './sqlite/store.ts'
import { StoreError, UnusableDatabaseError } from './store-error.ts'
import type { StoreReader } from './store-reader.ts'

/** Where everything is kept. */
export interface DatabaseConfig {
  /** Path of a SQLite file, or `postgres://user@host/name`. */
  readonly database: string
  /** Of the user in the address; null: PGPASSWORD, else `~/.pgpass`. A secret. */
  readonly databasePassword: string | null
}

export interface StoreConfig extends DatabaseConfig {
  /** Two entries further apart than this are never one story. Milliseconds. */
  readonly windowMs: number
  /** Encrypts the feeds' credentials; null leaves them as they are. 32 bytes. */
  readonly key?: Uint8Array | null
  /** How long a file is waited for that another program has; the default is 10 s. Milliseconds. */
  readonly lockMs?: number
}

/** Loaded when it is needed: most have a file, and loading a driver takes a tenth of a second in each thread. */
const loadPostgres = () => import('./postgres/engine.ts')

/** Pages over connections of their own. */
interface OpenPages {
  readonly pages: StoryPages
  close(): Promise<void>
}

export function isPostgres(database: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(database)
}

/** Opens the database, and makes or upgrades it. Throws StoreError with a message for people. */
export async function openStore(config: StoreConfig, matcher: Matcher): Promise<Store> {
  const { database, windowMs, key = null, lockMs } = config
  if (!isPostgres(database)) return openSqliteStore({ file: database, windowMs, key, lockMs }, matcher)
  const postgres = await loadPostgres()
  return postgres.openStore({ ...toPostgres(config), windowMs, key }, matcher)
}

/** Opens what commands that only read see. Throws StoreError where there is nothing that this program can read. */
export async function openReader(config: StoreConfig, matcher: Matcher): Promise<StoreReader> {
  const { database, windowMs } = config
  if (!isPostgres(database)) return openSqliteReader({ file: database, windowMs }, matcher)
  const postgres = await loadPostgres()
  return postgres.openReader({ ...toPostgres(config), windowMs }, matcher)
}

/** `connections`: how many answers PostgreSQL may be asked for at once; SQLite is read by one. */
export async function openPages(config: DatabaseConfig, connections: number): Promise<OpenPages> {
  if (!isPostgres(config.database)) {
    const db = openSqlite(config.database)
    return { pages: createSqlitePages(db), close: async () => void db.close() }
  }
  const postgres = await loadPostgres()
  const db = await postgres.openReadOnly({ ...toPostgres(config), connections, isReadOnly: true })
  const listening = postgres.createListening(toPostgres(config))
  return {
    pages: postgres.hearing(postgres.createStoryPages(db), listening),
    close: async () => {
      await listening.close()
      await db.close()
    },
  }
}

/**
 * Takes the database for a daemon; returns what gives it back. A file has one daemon: for another it throws StoreError. A
 * server has as many as are wanted.
 */
export function takeDatabase({ database }: DatabaseConfig): () => void {
  return isPostgres(database) ? () => {} : lockDatabase(database)
}

/** What is wrong with the database, in lines for a person; null where there is none yet but it can be made. */
export async function checkDatabase(config: DatabaseConfig): Promise<string[] | null> {
  if (!isPostgres(config.database)) return sqliteCheck.checkDatabase(config.database)
  return (await loadPostgres()).checkDatabase(toPostgres(config))
}

/** Mends what is derived from the rest; returns what it mended, in lines for a person. */
export async function repairDatabase(config: DatabaseConfig): Promise<string[]> {
  if (!isPostgres(config.database)) return sqliteCheck.repairDatabase(config.database)
  return (await loadPostgres()).repairDatabase(toPostgres(config))
}

/** Throws StoreError, which says what to use instead, where copies are the server's business. */
export function refuseToCopy({ database }: DatabaseConfig, doing: 'backup' | 'restore'): void {
  if (!isPostgres(database)) return
  const instead = {
    backup: `pg_dump --format=custom --file=FILE "${database}"`,
    restore: `pg_restore --clean --if-exists --dbname="${database}" FILE, while no worker runs`,
  }
  throw new StoreError(`PostgreSQL has its own ${doing}: ${instead[doing]}`)
}

/**
 * Carries everything from one engine's database into a new one of the other's, checks it, and returns how many rows each
 * table has. Throws StoreError, and then the target is as it was; the source is only read.
 */
export async function moveDatabase(
  from: DatabaseConfig,
  to: DatabaseConfig,
  onProgress: OnProgress = () => {},
): Promise<Carried> {
  if (isPostgres(from.database) === isPostgres(to.database)) {
    const instead = isPostgres(to.database) ? 'pg_dump and pg_restore' : '"wirefold backup"'
    throw new UnusableDatabaseError(
      `${from.database} and ${to.database} are of one engine: ${instead} copies within it`,
    )
  }
  const postgres = await loadPostgres()
  if (isPostgres(to.database)) {
    return postgres.fillServer(toPostgres(to), (target) =>
      readFile(from.database, (source) => carryAll(source, target, onProgress)),
    )
  }
  return makeFile(to.database, (target) =>
    postgres.readServer(toPostgres(from), (source) => carryAll(source, target, onProgress)),
  )
}

function toPostgres({ database, databasePassword }: DatabaseConfig): PostgresConfig {
  return { url: database, password: databasePassword }
}
