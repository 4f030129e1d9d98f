/** Puts the rows of a SQLite database into a PostgreSQL one, so that answers of both can be compared. */
import type { Database as SqliteDatabase } from 'better-sqlite3'
import type { Database } from '../../src/store/postgres/connect.ts'
import { indexEntries } from '../../src/store/postgres/pages/search-index.ts'
import { insertRows, type Row } from './news-rows.ts'

/** What an engine keeps in its own form: tables, and a column. */
const OWN = ['search_index', 'search_pending', 'print_keys']
const OWN_COLUMN = 'prints.keys'

const COLUMNS = `
SELECT table_name AS "table", column_name AS "column", is_identity = 'YES' AS "isIdentity"
FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`

interface Column {
  readonly table: string
  readonly column: string
  readonly isIdentity: boolean
}

/** `target` is new, and its user may switch triggers off. */
export async function copyDatabase(source: SqliteDatabase, target: Database): Promise<void> {
  const columns = await target.rows<Column>(COLUMNS)
  const tables = new Set(columns.map(({ table }) => table).filter((table) => !OWN.includes(table)))
  await target.transaction(async (sql) => {
    await sql.script('SET LOCAL session_replication_role = replica')
    for (const table of tables) {
      const names = columns
        .filter((each) => each.table === table && `${table}.${each.column}` !== OWN_COLUMN)
        .map(({ column }) => column)
      await sql.run(`DELETE FROM ${table}`)
      await insertRows(sql, table, source.prepare(`SELECT ${names.join()} FROM ${table}`).all() as Row[])
    }
    await sql.run('INSERT INTO search_pending SELECT entry_id FROM entry_texts')
    for (const { table, column } of columns.filter(({ isIdentity }) => isIdentity)) {
      const last = `greatest((SELECT max(${column}) FROM ${table}), 1)`
      await sql.rows(`SELECT setval(pg_get_serial_sequence('${table}', '${column}'), ${last})`)
    }
  })
  while ((await indexEntries(target, 500)) > 0);
}
