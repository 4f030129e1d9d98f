/**
 * What better-sqlite3 12 makes must not become garbage on Node 24.19 and later (see `src/store/sqlite/hold.ts`). Tests open
 * connections of their own, which nobody holds: here everything is, until the process ends.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const FROM = 24
const require = createRequire(import.meta.url)

type Make = (this: unknown, ...given: unknown[]) => unknown
type Native = Record<string, Make>
type Connection = new (...given: unknown[]) => Native
interface Addon {
  Database: Connection
}

const held: unknown[] = []

/** One process runs many test files, and this before each. */
const done = Symbol.for('wirefold: better-sqlite3 is held')
const world = globalThis as { [done]?: boolean }

if (Number.parseInt(process.versions.node, 10) >= FROM && !world[done]) holdAll()
world[done] = true

function holdAll(): void {
  const { cppdb } = require('better-sqlite3/lib/util.js') as { cppdb: symbol }
  const Database = require('better-sqlite3') as new (file: string) => Record<symbol, Native>
  const connection = new Database(':memory:')[cppdb]!
  const statement = connection.prepare!('SELECT 1', connection, false) as Native
  held.push(connection, statement)
  holdConnections()
  holdMade(Object.getPrototypeOf(connection), ['prepare', 'backup'])
  holdMade(Object.getPrototypeOf(statement), ['iterate'])
}

/** Also those that are opened, and then asked nothing. */
function holdConnections(): void {
  const folder = dirname(require.resolve('better-sqlite3/package.json'))
  const addon = require(join(folder, 'build/Release/better_sqlite3.node')) as Addon
  const { Database } = addon
  addon.Database = class extends Database {
    constructor(...given: unknown[]) {
      super(...given)
      held.push(this)
    }
  }
}

function holdMade(native: Native, names: readonly string[]): void {
  for (const name of names) {
    const make = native[name]!
    native[name] = function (...given) {
      const made = make.apply(this, given)
      held.push(made)
      return made
    }
  }
}
