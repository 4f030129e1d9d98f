/** A database of its own for each test, on the run's PostgreSQL server. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { connect } from '../../src/store/postgres/connect.ts'
import { migrate } from '../../src/store/postgres/migrate.ts'
import { serverUrl } from './postgres-server.ts'
import { onceARun } from './run-folder.ts'

const TEMPLATE = 'wirefold_template'

/** The address of a new database with the newest schema (`empty`: with nothing), dropped after the test. */
export async function temporaryDatabase({ empty = false } = {}): Promise<string> {
  const { url, drop } = await makeDatabase({ empty })
  onTestFinished(drop)
  return url
}

/** The same, for several tests: whoever makes it drops it. */
export async function makeDatabase({ empty = false } = {}) {
  const server = await serverUrl()
  if (!empty) await makeTemplate(server)
  const name = `test_${randomBytes(6).toString('hex')}`
  // A copy of files is a third of the work that a copy through the log is, and its end a quarter.
  await ask(server, `CREATE DATABASE ${name} TEMPLATE ${empty ? 'template0' : TEMPLATE} STRATEGY file_copy`)
  return {
    url: `${server}/${name}`,
    drop: async () => void (await ask(server, `DROP DATABASE ${name} WITH (FORCE)`)),
  }
}

/** Runs statements on a connection of its own. */
export async function ask(server: string, sql: string, database = 'postgres'): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: `${server}/${database}` })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function makeTemplate(server: string): Promise<null> {
  return onceARun('template', async () => {
    await ask(server, `CREATE DATABASE ${TEMPLATE} TEMPLATE template0`)
    const database = connect({ url: `${server}/${TEMPLATE}` })
    await migrate(database)
    await database.close()
    return null
  })
}
