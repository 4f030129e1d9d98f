import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, openReadOnly } from '../../src/store/sqlite/open.ts'
import { makeDemoDatabase } from '../support/demo-database.ts'

interface Column {
  readonly name: string
  /** `text`, `integer` or `real`. */
  readonly type: string
  readonly isNullable: boolean
}

/** The views that docs/SCHEMA.md promises, with their columns in order. */
const documented = new Map(
  readFileSync('docs/SCHEMA.md', 'utf8')
    .split(/^### /m)
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

let db: Database
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-test-'))
  db = openReadOnly(await makeDemoDatabase(folder))
  return () => {
    db.close()
    rmSync(folder, { recursive: true })
  }
})

describe('the views', () => {
  it('are those that are documented, and those that only the program needs', () => {
    const views = db.prepare("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name").pluck().all()
    expect(views).toEqual([...documented.keys(), 'searchable'].sort())
  })

  it.each([...documented])('%s has the columns that are documented, in order', (view, columns) => {
    const names = db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(view)
    expect(names).toEqual(columns.map(({ name }) => name))
  })

  it.each([...documented])(
    '%s holds what is documented, and something of it on the demo’s data',
    (view, columns) => {
      const rows = db.prepare(`SELECT * FROM ${view}`).all() as Record<string, unknown>[]
      expect(rows.length).toBeGreaterThan(0)
      for (const { name, type, isNullable } of columns) {
        const types = db.prepare(`SELECT DISTINCT typeof(${name}) FROM ${view}`).pluck().all() as string[]
        const allowed = isNullable ? [type, 'null'] : [type]
        expect([name, types.filter((each) => !allowed.includes(each))]).toEqual([name, []])
      }
    },
  )

  it('give times in one form, and flags as 0 and 1', () => {
    for (const [view, columns] of documented) {
      for (const { name } of columns.filter((column) => /_at$|_until$/.test(column.name))) {
        const odd = db.prepare(`SELECT ${name} FROM ${view} WHERE ${name} NOT GLOB ?`).pluck().all(TIME)
        expect([view, name, odd]).toEqual([view, name, []])
      }
      for (const { name } of columns.filter((column) => column.name.startsWith('is_'))) {
        expect(db.prepare(`SELECT count(*) FROM ${view} WHERE ${name} NOT IN (0, 1)`).pluck().get()).toBe(0)
      }
    }
  })

  it('show no password', () => {
    const sources = db.prepare("SELECT sql FROM sqlite_master WHERE type = 'view'").pluck().all().join()
    expect(sources).not.toMatch(/credentials|secret/)
  })

  it('tell the schema’s number', () => {
    const schema = db.prepare("SELECT value FROM meta WHERE name = 'schema'").pluck().get()
    expect(schema).toBe(String(db.pragma('user_version', { simple: true })))
  })
})

const TIME = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'

it('the search index finds words of entries, with snippets', () => {
  const example = readFileSync('docs/SCHEMA.md', 'utf8').match(/```sql\n(SELECT copies[\s\S]*?)```/)![1]!
  const rows = db.prepare(example.replace('harbour AND strike', 'harbour')).all() as { snippet: string }[]
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.map(({ snippet }) => snippet).join()).toMatch(/\[harbour\]/i)
})

it('a snapshot that is held blocks no writer', () => {
  const writer = openDatabase(db.name)
  const reader = openReadOnly(db.name)
  reader.exec('BEGIN')
  const before = reader.prepare('SELECT count(*) FROM copies').pluck().get()
  writer.exec("UPDATE settings SET value = '1d' WHERE name = 'window'")
  expect(reader.prepare('SELECT count(*) FROM copies').pluck().get()).toBe(before)
  reader.exec('COMMIT')
  reader.close()
  writer.close()
})
