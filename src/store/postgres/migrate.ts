/** Brings a PostgreSQL database to the newest schema; one that is not for this program is left as it is. */
import { readdirSync, readFileSync } from 'node:fs'
import { ROOT } from '../../root.ts'
import { UnusableDatabaseError } from '../store-error.ts'
import type { Database, Sql } from './connect.ts'
import { beMigrator } from './lock.ts'

const MIGRATIONS = new URL('migrations/postgres/', ROOT)
/** The first version whose SQL is enough. */
const OLDEST_SERVER = 15

/** Makes or upgrades the schema. Throws UnusableDatabaseError, and then has written nothing. */
export async function migrate(database: Database): Promise<void> {
  const newest = migrationFiles().at(-1)!.version
  if ((await inspect(database, database.name, newest)) === newest) return
  await database.transaction((sql) => makeSchema(sql, database.name))
}

/** The same, in a transaction that goes on. `name`: of the database. */
export async function makeSchema(sql: Sql, name: string): Promise<void> {
  const files = migrationFiles()
  const newest = files.at(-1)!.version
  await beMigrator(sql)
  const version = await inspect(sql, name, newest) // another process may have been quicker
  await refuseWithoutRights(sql, name)
  for (const file of files) if (file.version > version) await sql.script(read(file.name))
  await sql.run(PUT_SCHEMA, [String(newest)])
}

/** Throws UnusableDatabaseError unless the database has this program's schema; changes nothing. */
export async function refuseOther(database: Database): Promise<void> {
  const newest = migrationFiles().at(-1)!.version
  const version = await inspect(database, database.name, newest)
  if (version === newest) return
  const state = version === 0 ? 'holds nothing yet' : 'was made by an older Wirefold'
  throw new UnusableDatabaseError(
    `the database ${database.name} ${state}: start the daemon or run "wirefold poll" once to bring it up to date`,
  )
}

/** The schema's version, 0 for none. */
async function inspect(sql: Sql, name: string, newest: number): Promise<number> {
  const { server, encoding, tables, ours } = (await sql.first<Inspected>(INSPECT))!
  if (server < OLDEST_SERVER * 10_000) {
    throw new UnusableDatabaseError(
      `${name} is on PostgreSQL ${Math.floor(server / 10_000)}: Wirefold needs ${OLDEST_SERVER} or newer`,
    )
  }
  if (encoding !== 'UTF8') {
    throw new UnusableDatabaseError(
      `${name} has the encoding ${encoding}: make one with "createdb --encoding=UTF8 --template=template0"`,
    )
  }
  const version = ours === 3 ? Number(await schemaOf(sql)) : 0
  if (version > newest) {
    throw new UnusableDatabaseError(
      `the database ${name} has schema ${version}, this program knows ${newest}: install a newer Wirefold`,
    )
  }
  if (version === 0 && tables > 0) {
    throw new UnusableDatabaseError(
      `${name} is not a Wirefold database: it holds other tables; name another one under "database" (WIREFOLD_DATABASE)`,
    )
  }
  return version
}

interface Inspected {
  readonly server: number
  readonly encoding: string
  /** How many tables the schema has, and how many of those three that every database of ours has. */
  readonly tables: number
  readonly ours: number
}

const INSPECT = `
  SELECT current_setting('server_version_num')::int AS server, current_setting('server_encoding') AS encoding,
    count(*)::int AS tables, (count(*) FILTER (WHERE relname IN ('settings', 'entries', 'stories')))::int AS ours
  FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace`

async function schemaOf(sql: Sql): Promise<string | null> {
  const row = await sql.first<{ value: string }>("SELECT value FROM settings WHERE name = 'schema'")
  return row?.value ?? null
}

async function refuseWithoutRights(sql: Sql, name: string): Promise<void> {
  const { user, may } = (await sql.first<{ user: string; may: boolean }>(`
    SELECT current_user AS "user", coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may`))!
  if (may) return
  throw new UnusableDatabaseError(
    `${user} may make no tables in ${name}: let them own the database ("ALTER DATABASE … OWNER TO ${user}")`,
  )
}

/** The view `meta` tells the version to those who read it with SQL. */
const PUT_SCHEMA = `INSERT INTO settings (name, value) VALUES ('schema', $1)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value`

function read(file: string): string {
  return readFileSync(new URL(file, MIGRATIONS), 'utf8')
}

/** In their order. A version may consist of several files; the number is that of SQLite's migration. */
function migrationFiles(): { readonly name: string; readonly version: number }[] {
  return readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, version: Number.parseInt(name, 10) }))
}
