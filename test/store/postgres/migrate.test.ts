import { describe, expect, test } from 'vitest'
import { connect, type Database } from '../../../src/store/postgres/connect.ts'
import { migrate, refuseOther } from '../../../src/store/postgres/migrate.ts'
import { ask, temporaryDatabase } from '../../support/postgres.ts'

/** A connection to a new database that is closed with it. */
async function open(sql = '', as?: string): Promise<Database & { run(text: string): Promise<number> }> {
  const url = await temporaryDatabase({ empty: true })
  const [, server, name] = /^(.*)\/(\w+)$/.exec(url)!
  if (sql) await ask(server!, sql, name)
  return connect({ url: as ? url.replace('wirefold@', `${as}@`) : url })
}

const TABLES =
  "SELECT count(*) AS count FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"

async function tablesOf(database: Database): Promise<number> {
  return (await database.first<{ count: number }>(TABLES))!.count
}

describe('an empty PostgreSQL database', () => {
  test('gets the newest schema, and keeps it when another process makes it at the same time', async () => {
    const database = await open()
    await Promise.all([migrate(database), migrate(database), migrate(database)])
    await refuseOther(database)
    expect(await database.rows("SELECT value FROM settings WHERE name = 'schema'")).toEqual([
      { value: expect.stringMatching(/^\d+$/) },
    ])
    await database.close()
  })

  test('is refused by those who only read', async () => {
    const database = await open()
    await expect(refuseOther(database)).rejects.toThrow(/holds nothing yet: start the daemon/)
    await database.close()
  })
})

describe('a database that is not ours', () => {
  test.each([
    [
      'of another program',
      'CREATE TABLE customers (id int)',
      /not a Wirefold database: it holds other tables/,
    ],
    [
      'of a newer Wirefold',
      `CREATE TABLE entries (id int); CREATE TABLE stories (id int); CREATE TABLE settings (name text, value text);
       INSERT INTO settings VALUES ('schema', '999')`,
      /has schema 999, this program knows \d+: install a newer Wirefold/,
    ],
  ])('%s is refused and left as it is', async (_what, sql, message) => {
    const database = await open(sql)
    const before = await tablesOf(database)
    await expect(migrate(database)).rejects.toMatchObject({ name: 'UnusableDatabaseError', message })
    expect(await tablesOf(database)).toBe(before)
    await database.close()
  })

  test('of a user who may make no tables is refused with what to do', async () => {
    const database = await open('CREATE ROLE guest LOGIN', 'guest')
    await expect(migrate(database)).rejects.toThrow(/guest may make no tables in .*ALTER DATABASE/)
    await database.close()
  })
})

test('a server that is not there is named in one line, with what to do', async () => {
  const database = connect({ url: 'postgres://nobody@127.0.0.1:1/none' })
  await expect(migrate(database)).rejects.toThrow(
    /^cannot reach the database postgres:\/\/nobody@127.0.0.1:1\/none: no server listens there/,
  )
  await database.close()
})
