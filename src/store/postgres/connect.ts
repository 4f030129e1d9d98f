/** The few ways in which the rest of the engine speaks to a PostgreSQL server. It knows nothing of what the statements say. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { StoreError, UnusableDatabaseError } from '../store-error.ts'
import { createPlaces } from './places.ts'
import { createPool, type PostgresConfig, patienceOf } from './pool.ts'
import { whyUnreachable } from './unreachable.ts'

const { DatabaseError } = pg

/** Statements, on whichever connection is free or on that of one transaction. Parameters are written $1, $2 … */
export interface Sql {
  rows<T>(text: string, params?: readonly unknown[]): Promise<T[]>
  /** The first row, or null. */
  first<T>(text: string, params?: readonly unknown[]): Promise<T | null>
  /** Runs a statement; how many rows it changed. */
  run(text: string, params?: readonly unknown[]): Promise<number>
  /** Runs several statements, none of which has parameters. */
  script(text: string): Promise<void>
}

export interface Database extends Sql {
  /** As it may be shown. */
  readonly name: string
  /**
   * Runs the work on one connection, all of it or nothing. Work that collided with another's (a deadlock) is undone and
   * done again from its beginning, as a single statement is; so is what only reads, where its connection was ended.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** How often work that collides is done again. */
const ATTEMPTS = 5
/** Deadlock, serialisation failure, lock not available (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
const COLLIDED = new Set(['40P01', '40001', '55P03'])
/** The server ended the connection: it stops, another of its processes crashed, or the connection was idle for long. */
const ENDED = new Set(['57P01', '57P02', '57P05', 'ECONNRESET', 'EPIPE'])

/** Opens no connection yet. */
export function connect(config: PostgresConfig): Database {
  const { url, connections = 4, isReadOnly = false } = config
  const pool = createPool({ ...config, connections, isReadOnly })
  // The pool would take waiting for a free connection for a server that cannot be reached.
  const busy = `the database ${url} is busy: no connection is free, as others decide or it is slow`
  const withPlace = createPlaces(connections, patienceOf(isReadOnly), () => new StoreError(busy))
  async function withClient<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withPlace(() => lend(pool, url, work))
      } catch (error) {
        if (attempt >= attemptsAfter(error)) throw error
      }
    }
  }
  // That a connection ended may be learned by the next question only. Only what reads is then tried again: nobody could tell
  // whether what writes was done.
  function attemptsAfter(error: unknown): number {
    if (COLLIDED.has(codeOf(error))) return ATTEMPTS
    return isReadOnly && wasEnded((error as Error).cause) ? connections + 1 : 1 // all that are idle may be ended
  }

  return {
    name: url,
    ...sqlOn((query) => withClient((ask) => ask(query))),
    transaction: (work) => withClient((ask) => inTransaction(ask, work)),
    close: () => pool.end(),
  }
}

/** Lends a connection. One whose server did not answer a statement is not lent again. */
async function lend<T>(pool: pg.Pool, url: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error) => {
    throw new StoreError(`cannot reach the database ${url}: ${whyUnreachable(error)}`, { cause: error })
  })
  let isBroken = false
  const ask: Ask = (query) =>
    client.query(query).catch((error) => {
      isBroken ||= !(error instanceof DatabaseError) || wasEnded(error)
      throw new StoreError(`the database ${url} failed: ${error.message}`, { cause: error })
    })
  try {
    return await work(ask)
  } finally {
    client.release(isBroken)
  }
}

async function inTransaction<T>(ask: Ask, work: (sql: Sql) => Promise<T>): Promise<T> {
  await ask({ text: 'BEGIN' })
  try {
    const result = await work(sqlOn(ask))
    await ask({ text: 'COMMIT' })
    return result
  } catch (error) {
    const isAnswered = !(error instanceof StoreError) || error.cause instanceof DatabaseError
    if (isAnswered) await ask({ text: 'ROLLBACK' }).catch(ignore)
    throw error
  }
}

/** `error`: what a statement was answered with. */
function wasEnded(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string }
  return ENDED.has(code) || /^Connection terminated unexpectedly|not queryable$/.test(message)
}

/** The server itself fails, or stops: no connection, no room, an error of its system (the first two characters of the code). */
const SERVER_FAULT = /^(?:08|53|57P|58)/

/** Whether the server failed, or did not answer: then nothing is wrong with what it was asked for. */
export function hasServerFailed(error: unknown): boolean {
  if (!(error instanceof StoreError)) return false
  return !(error.cause instanceof DatabaseError) || SERVER_FAULT.test(codeOf(error))
}

function ignore(): void {}

/** The server's code for what went wrong, or ''. */
export function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } }
  return cause?.code ?? ''
}

/** UnusableDatabaseError where the server has no such user, database or right, which waiting does not mend; else as it is. */
export function namedWrongly(error: unknown): unknown {
  if (!/^(?:28|3D|42)\w{3}$/.test(codeOf(error))) return error
  return new UnusableDatabaseError((error as Error).message, { cause: error })
}

interface Query {
  readonly name?: string
  readonly text: string
  readonly values?: unknown[]
}

type Ask = (query: Query) => Promise<{ rows: unknown[]; rowCount: number | null }>

function sqlOn(ask: Ask): Sql {
  const rows = async (text: string, params: readonly unknown[] = []) =>
    (await ask(toQuery(text, params))).rows as never[]
  return {
    rows,
    first: async (text, params) => (await rows(text, params))[0] ?? null,
    run: async (text, params = []) => (await ask(toQuery(text, params))).rowCount ?? 0,
    script: async (text) => void (await ask({ text })),
  }
}

/** Each text is prepared once a connection, under a name of its own. */
const names = new Map<string, string>()

function toQuery(text: string, params: readonly unknown[]): Query {
  const name = names.get(text) ?? createHash('sha1').update(text).digest('base64').slice(0, 20)
  names.set(text, name)
  return { name, text, values: params.map(storable) }
}

/** PostgreSQL's text holds every character but U+0000. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
  return Array.isArray(value) ? value.map(storable) : value
}

/** Columns of rows that go to the server at once, by name, with their SQL types. */
export type Columns = Readonly<Record<string, string>>

/** `unnest($1::bigint[], $2::text[]) AS given ("id", "title")`; the first parameter is `$first`. */
export function given(columns: Columns, first = 1): string {
  return `unnest(${typed(columns, first)}) AS given (${namesOf(columns)})`
}

/** The same, with the place of each row in a column `place`, for what has to be done in their order. */
export function givenInOrder(columns: Columns, first = 1): string {
  return `unnest(${typed(columns, first)}) WITH ORDINALITY AS given (${namesOf(columns)}, place)`
}

function typed(columns: Columns, first: number): string {
  return Object.values(columns)
    .map((type, i) => `$${first + i}::${type}[]`)
    .join(', ')
}

/** The names of the columns, quoted, each after `of.` where that is given. */
export function namesOf(columns: Columns, of?: string): string {
  return Object.keys(columns)
    .map((name) => (of === undefined ? `"${name}"` : `${of}."${name}"`))
    .join(', ')
}

/** The rows as the parameters that `given` names: one array a column. */
export function arraysOf<C extends Columns>(
  columns: C,
  rows: readonly Readonly<Record<keyof C, unknown>>[],
): unknown[][] {
  return toColumns(rows, Object.keys(columns))
}

/** The rows as one array for each of these fields, as `unnest` takes them. */
export function toColumns<T>(rows: readonly T[], fields: readonly (keyof T)[]): unknown[][] {
  return fields.map((field) => rows.map((row) => row[field]))
}
