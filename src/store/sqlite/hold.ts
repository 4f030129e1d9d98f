/** Keeps prepared statements, what iterates over their rows, and backups, for the life of their thread. */
import { createRequire } from 'node:module'
import type { Database, Statement } from 'better-sqlite3'

/** For as long as their thread lives. */
const held: unknown[] = []

/** Where better-sqlite3 keeps the connection itself, which makes the object that copies a database. */
const { cppdb } = createRequire(import.meta.url)('better-sqlite3/lib/util.js') as { cppdb: symbol }

type Make = (...given: unknown[]) => unknown

/** The same function; what it makes is kept. */
function holding<F extends Make>(make: F): F {
  return ((...given) => {
    const made = make(...given)
    held.push(made)
    return made
  }) as F
}

function holdBackups(db: Database): void {
  const connection = (db as unknown as Record<symbol, { backup: Make }>)[cppdb]!
  connection.backup = holding(connection.backup.bind(connection))
}

function holdIterators(statement: Statement): Statement {
  return Object.assign(statement, { iterate: holding(statement.iterate.bind(statement)) })
}

/**
 * Keeps all that this connection makes: from 24.19 on, Node ends the process when its garbage collector finds an
 * object of better-sqlite3 12 outside of JavaScript (https://github.com/nodejs/node/issues/65446). Each text is prepared
 * once, so what is held stays small; a text must not be used with `pluck` in one place and without it in another, and
 * `iterate` is for what happens once.
 */
export function hold(db: Database): Database {
  const statements = new Map<string, Statement>()
  const prepare = db.prepare.bind(db)
  const once = (sql: string): Statement => {
    const known = statements.get(sql) ?? holdIterators(prepare(sql))
    statements.set(sql, known)
    return known
  }
  held.push(db, statements)
  holdBackups(db)
  return Object.assign(db, {
    prepare: once,
    pragma(text: string, { simple = false } = {}): unknown {
      if (text.includes('=')) return db.exec(`PRAGMA ${text}`)
      const pragma = once(`PRAGMA ${text}`)
      return simple ? pragma.pluck(true).get() : pragma.pluck(false).all()
    },
  }) as Database
}
