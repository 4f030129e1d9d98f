/**
 * What better-sqlite3 12 makes must not become garbage on Node 24.19 and later (see `src/store/sqlite/hold.ts`). Tests open
 * connections of their own, which nobody holds: here everything is, until the process of a test file ends.
 */
import { createRequire } from 'node:module'

const FROM = 24
const require = createRequire(import.meta.url)

type Native = Record<string, (...given: unknown[]) => unknown>

if (Number.parseInt(process.versions.node, 10) >= FROM) holdAll()

function holdAll(): void {
  const { cppdb } = require('better-sqlite3/lib/util.js') as { cppdb: symbol }
  const Database = require('better-sqlite3') as new (file: string) => Record<symbol, Native>
  const connection = new Database(':memory:')[cppdb]!
  const statement = connection.prepare!('SELECT 1', connection, false) as Native
  const held = new Set<unknown>([connection, statement])
  const holdCalls = (native: Native, names: readonly string[]) => {
    for (const name of names) {
      const call = native[name]!
      native[name] = function (this: unknown, ...given: unknown[]) {
        const made = call.apply(this, given)
        held.add(this).add(made)
        return made
      }
    }
  }
  holdCalls(Object.getPrototypeOf(connection), ['prepare', 'backup', 'exec', 'close'])
  holdCalls(Object.getPrototypeOf(statement), ['iterate'])
}
