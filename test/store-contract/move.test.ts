import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import SQLite from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { moveDatabase, openPages } from '../../src/store/engine.ts'
import { MOVED } from '../../src/store/move/tables.ts'
import { connect, type Database } from '../../src/store/postgres/connect.ts'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { openReadOnly } from '../../src/store/sqlite/open.ts'
import { DEMO_NOW, makeDemoDatabase } from '../support/demo-database.ts'
import { makeDatabase } from '../support/postgres.ts'
import { serve } from '../support/server.ts'

const named = (database: string) => ({ database, databasePassword: null })
let file: string
let back: string
let url: string

/** Asks the file, the server it was moved to, and the file that was made of that. */
async function everywhere<T>(
  ofFile: (db: SQLite.Database) => T,
  ofServer: (db: Database) => Promise<T>,
): Promise<[T, T, T]> {
  const [one, two] = [openReadOnly(file), openReadOnly(back)]
  const server = connect({ url, connections: 1 })
  try {
    return [ofFile(one), await ofServer(server), ofFile(two)]
  } finally {
    await server.close()
    one.close()
    two.close()
  }
}

const rowsEverywhere = (sql: string) =>
  everywhere<unknown[]>(
    (db) => db.prepare(sql).all(),
    (db) => db.rows(sql),
  )

describe('the demo’s database, moved to PostgreSQL and back', () => {
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirefold-move-'))
    const database = await makeDatabase({ empty: true })
    file = await makeDemoDatabase(folder)
    back = join(folder, 'back.db')
    url = database.url
    const writer = new SQLite(file)
    writer.exec(`INSERT INTO story_changes (revision, story_number) VALUES (90000, 90000);
      DELETE FROM story_changes WHERE revision = 90000;
      INSERT INTO feed_credentials VALUES (1, x'00ff10', 1)`)
    writer.close()
    await moveDatabase(named(file), named(url))
    await moveDatabase(named(url), named(back))
    return async () => {
      await database.drop()
      rmSync(folder, { recursive: true })
    }
  })

  it.each([
    'copies ORDER BY entry_id',
    'stories_overview ORDER BY story_id',
    'story_aliases ORDER BY alias_id',
    'feed_health ORDER BY feed_id',
    'revisions ORDER BY entry_id, revision',
    'polls ORDER BY feed_id, polled_at',
    'folds ORDER BY entry_id',
    'corrections ORDER BY operation, entry_id, other_entry_id',
    'tombstones ORDER BY entry_id',
    'meta ORDER BY name',
  ])('has the same rows in the view %s', async (view) => {
    const [before, there, after] = await rowsEverywhere(`SELECT * FROM ${view}`)
    expect(before.length).toBeGreaterThan(0)
    expect(there).toEqual(before)
    expect(after).toEqual(before)
  })

  it.each(['publication', 'story_changes', 'story_changes_of', 'feed_credentials', 'archive_pages'])(
    'has the same rows in %s, which others count by',
    async (table) => {
      const columns = await everywhere<string[]>(
        (db) => (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name),
        async () => [],
      )
      const [before, there, after] = await rowsEverywhere(
        `SELECT ${columns[0].join()} FROM ${table} ORDER BY 1`,
      )
      expect(before.length).toBeGreaterThan(0)
      expect([there, after]).toEqual([before, before])
    },
  )

  it('gives no number twice, also none whose row is gone', async () => {
    const add = 'INSERT INTO story_changes (story_number) VALUES (90001) RETURNING revision'
    const server = connect({ url, connections: 1 })
    const writer = new SQLite(back)
    const undone = new Error('undone')
    let there = 0
    await server
      .transaction(async (sql) => {
        there = (await sql.first<{ revision: number }>(add))!.revision
        throw undone
      })
      .catch((error) => expect(error).toBe(undone))
    writer.exec('BEGIN')
    const after = writer.prepare(add).pluck().get()
    writer.exec('ROLLBACK')
    writer.close()
    await server.close()
    expect([there, after]).toEqual([90_001, 90_001])
  })

  it('serves feeds, archives, changes and searches that are the same, byte for byte', async () => {
    const answers = []
    for (const database of [file, url, back]) {
      const { pages, close } = await openPages(named(database), 2)
      const server = await serve(null, { namedFeeds: [] }, { pages, now: () => DEMO_NOW, log: false })
      const bodies = []
      for (const path of [
        '/rss.xml',
        '/atom.xml',
        '/feed.json?text=full&limit=100',
        '/rss.xml?q=harbour',
        '/archive/1.atom',
        '/stories.json?limit=100',
        '/opml.xml',
      ]) {
        const { statusCode, body, headers } = await server.inject(path)
        bodies.push([path, statusCode, body, headers.etag])
      }
      answers.push(bodies)
      await server.close()
      await close()
    }
    expect(answers[0]!.filter(([, status]) => status === 200).length).toBeGreaterThan(5)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  it('is sound, has its triggers, and every key of a fingerprint is indexed', async () => {
    expect(checkDatabase(back)).toEqual([])
    const [before, , after] = await everywhere<unknown[]>(
      (db) => db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name").all(),
      async () => [],
    )
    expect(before.length).toBeGreaterThan(10)
    expect(after).toEqual(before)
    const server = connect({ url, connections: 1 })
    const keys = await server.first(`SELECT (SELECT count(*) FROM print_keys) AS indexed,
      (SELECT count(*) FROM (SELECT DISTINCT entry_id, unnest(keys) FROM prints) AS held) AS held,
      (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D') AS disabled,
      (SELECT max(place) FROM prints) < nextval('print_places') AS grows`)
    await server.close()
    expect(keys).toMatchObject({ disabled: 0, grows: true })
    expect((keys as { indexed: number }).indexed).toBe((keys as { held: number }).held)
    expect((keys as { held: number }).held).toBeGreaterThan(100)
  })

  it('is undone whole where a row would read otherwise: PostgreSQL has no U+0000', async () => {
    const { url: other, drop } = await makeDatabase({ empty: true })
    const odd = join(dirname(file), 'odd.db')
    const copy = openReadOnly(file)
    await copy.backup(odd)
    copy.close()
    const writer = new SQLite(odd)
    writer.exec("INSERT INTO settings VALUES ('odd', 'a' || char(0) || 'b')")
    writer.close()
    await expect(moveDatabase(named(odd), named(other))).rejects.toThrow(
      /^nothing was moved: settings reads otherwise/,
    )
    const server = connect({ url: other, connections: 1 })
    expect(await server.rows("SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual(
      [],
    )
    await server.close()
    await drop()
  })

  it('lacks no table and no column that both engines have', async () => {
    const shadows = ['search', 'search_pending']
    const tables = await everywhere<string[]>(
      (db) => db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[],
      async (db) =>
        (
          await db.rows<{ name: string }>(
            "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
          )
        ).map(({ name }) => name),
    )
    const shared = tables[0].filter((name) => tables[1].includes(name) && !shadows.includes(name))
    expect(shared.sort()).toEqual(MOVED.map(({ name }) => name).sort())
    for (const { name } of MOVED) {
      const [one, other] = await everywhere<string[]>(
        (db) => (db.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name),
        async (db) =>
          (
            await db.rows<{ name: string }>(
              'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1',
              [name],
            )
          ).map((column) => column.name),
      )
      const own = name === 'publication' ? ['announced'] : [] // who of several workers tells the hubs
      expect([name, other.filter((column) => !own.includes(column)).sort()]).toEqual([name, one.sort()])
    }
  })
})
