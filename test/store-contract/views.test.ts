import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Demo, type DemoEngine, openDemo } from '../support/demo-engines.ts'

const DOCUMENT = readFileSync('docs/SCHEMA.md', 'utf8')

interface Column {
  readonly name: string
  /** `text`, `integer` or `real`. */
  readonly type: string
  readonly isNullable: boolean
}

/** The views that docs/SCHEMA.md promises, with their columns in order. */
const documented = new Map(
  DOCUMENT.split(/^### /m)
    .slice(1)
    .map((section) => [/^`(\w+)`/.exec(section)![1]!, columnsOf(section)]),
)

function columnsOf(section: string): Column[] {
  const rows = section.matchAll(/^\| `(\w+)` \| (text|integer|real)( or null)? \|/gm)
  return [...rows].map(([, name, type, nullable]) => ({
    name: name!,
    type: type!,
    isNullable: nullable !== undefined,
  }))
}

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
  return () => demo.close()
})

describe.each([
  // Beside what is documented, what only the program needs; and the search, where it is a view.
  { name: 'SQLite', others: ['searchable'], example: /```sql\n(SELECT copies[^`]*MATCH[^`]*)```/ },
  { name: 'PostgreSQL', others: ['search'], example: /```sql\n(SELECT copies[^`]*to_tsquery[^`]*)```/ },
] as const)('the views in $name', ({ name, others, example }) => {
  let engine: DemoEngine
  beforeAll(() => {
    engine = demo.engines[name]
  })

  it('are those that are documented', async () => {
    const views = await engine.views()
    expect(views.map((view) => view.name)).toEqual([...documented.keys(), ...others].sort())
  })

  it.each([...documented])(
    '%s has the columns that are documented, in order, and something in them on the demo’s data',
    async (view, columns) => {
      const rows = await engine.rows<Record<string, unknown>>(`SELECT * FROM ${view}`)
      expect(rows.length).toBeGreaterThan(0)
      expect(Object.keys(rows[0]!)).toEqual(columns.map((column) => column.name))
      for (const { name: column, type, isNullable } of columns) {
        const allowed = isNullable ? [type, 'null'] : [type]
        const types = await engine.typesOf(view, column)
        expect([column, types.filter((each) => !allowed.includes(each))]).toEqual([column, []])
      }
    },
  )

  it('give times in one form, and flags as 0 and 1', async () => {
    for (const [view, columns] of documented) {
      const rows = await engine.rows<Record<string, unknown>>(`SELECT * FROM ${view}`)
      const valuesOf = (names: RegExp) =>
        columns
          .filter((column) => names.test(column.name))
          .flatMap((column) => rows.map((row) => row[column.name]))
      expect(valuesOf(/_at$|_until$/).filter((time) => time !== null && !TIME.test(String(time)))).toEqual([])
      expect(valuesOf(/^is_/).filter((flag) => flag !== 0 && flag !== 1)).toEqual([])
    }
  })

  it('show no password', async () => {
    const sources = (await engine.views()).map(({ sql }) => sql).join()
    expect(sources).not.toMatch(/credentials|secret/)
  })

  it('tell the schema’s number', async () => {
    const newest = readdirSync('migrations/sqlite').sort().at(-1)!
    expect(await engine.rows("SELECT value FROM meta WHERE name = 'schema'")).toEqual([
      { value: String(Number.parseInt(newest, 10)) },
    ])
  })

  it('are joined by a search that finds words of entries, with snippets', async () => {
    const sql = example.exec(DOCUMENT)![1]!.replace(/harbour \S+ strike/, 'harbour')
    const rows = await engine.rows<{ snippet: string }>(sql)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.map(({ snippet }) => snippet).join()).toMatch(/\[harbour\]/i)
  })
})

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

it('the views say the same in both engines', async () => {
  const { SQLite, PostgreSQL } = demo.engines
  for (const view of documented.keys()) {
    const rowsOf = async (engine: DemoEngine) =>
      (await engine.rows(`SELECT * FROM ${view}`)).map((row) => JSON.stringify(row)).sort()
    expect(await rowsOf(PostgreSQL)).toEqual(await rowsOf(SQLite))
  }
})
