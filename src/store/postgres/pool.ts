/**
 * The connections to a PostgreSQL server: how they are opened, how long they wait, and what they take for a number.
 * Passwords come from PGPASSWORD, ~/.pgpass or a file, never from the address, which is shown.
 */
import pg from 'pg'

const { Pool, types } = pg

export interface PostgresConfig {
  /** `postgres://user@host:port/database`, without a password. */
  readonly url: string
  /** Null: PGPASSWORD, else `~/.pgpass`. A secret: never logged. */
  readonly password?: string | null
  /** Connections at most; the default is 4. */
  readonly connections?: number
  /** For pages: it changes nothing, each transaction sees one moment, and a statement may take 10 seconds. */
  readonly isReadOnly?: boolean
  /** When a connection that says nothing is given up; the default is a little after the server should have spoken. */
  readonly answerMs?: number
}

/** The server ends a statement that takes longer, and a transaction in which nothing is asked for so long. */
const STATEMENT_MS = 60_000
/** No visitor waits for longer. */
const READ_MS = 10_000
/** Whoever waits longer for a lock asks again. */
const LOCK_MS = 20_000
/** A connection that hangs is given up so long after the server should have spoken. */
const SILENT_MS = 5000
const CONNECT_MS = 5000
const IDLE_MS = 30_000
/** Short statements, which a compiler would only delay. */
const WRITING = '-c jit=off'
/** Filters differ in how much they find: each is planned for its own values. */
const READING = [
  WRITING,
  'default_transaction_read_only=on',
  'default_transaction_isolation=repeatable\\ read',
  'plan_cache_mode=force_custom_plan',
  'random_page_cost=1.1', // what pages read is in memory, or on a solid-state disk
].join(' -c ')

/** How long somebody waits for a connection that is free. */
export function patienceOf(isReadOnly: boolean): number {
  return isReadOnly ? READ_MS : LOCK_MS + CONNECT_MS
}

type PoolConfig = PostgresConfig & Required<Pick<PostgresConfig, 'connections' | 'isReadOnly'>>

export function createPool({
  url,
  password = null,
  connections,
  isReadOnly,
  answerMs = (isReadOnly ? READ_MS : STATEMENT_MS) + SILENT_MS,
}: PoolConfig): pg.Pool {
  const pool = new Pool({
    connectionString: url,
    ...(password === null ? {} : { password }),
    max: connections,
    application_name: 'wirefold',
    options: isReadOnly ? READING : WRITING,
    types: { getTypeParser },
    statement_timeout: isReadOnly ? READ_MS : STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    query_timeout: answerMs,
    connectionTimeoutMillis: Math.min(CONNECT_MS, answerMs),
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
  })
  pool.on('error', ignore) // an idle connection was cut: the pool makes another when one is wanted
  pool.on('connect', (client) => client.on('error', ignore)) // cut while it is lent: the statement at work tells
  return pool
}

/** What nobody listens for would end the process. */
function ignore(): void {}

const INT8 = 20

/** Ids and counts are numbers: none comes near 2^53. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 ? Number : types.getTypeParser(oid, format as 'text')
}
