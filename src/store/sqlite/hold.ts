/** Keeps prepared statements, and what iterates over their rows, for the life of their thread. */
import type { Database, Statement } from 'better-sqlite3'

/** For as long as their thread lives. */
const held: unknown[] = []

function holdIterators(statement: Statement): Statement {
  const iterate = statement.iterate.bind(statement)
  return Object.assign(statement, {
    iterate(...params: unknown[]) {
      const iterator = iterate(...params)
      held.push(iterator)
      return iterator
    },
  })
}

/**
 * Lets nothing of this connection become garbage: from 24.19 on, Node ends the process when the collector finds an
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
  return Object.assign(db, {
    prepare: once,
    pragma(text: string, { simple = false } = {}): unknown {
      if (text.includes('=')) return db.exec(`PRAGMA ${text}`)
      const pragma = once(`PRAGMA ${text}`)
      return simple ? pragma.pluck(true).get() : pragma.pluck(false).all()
    },
  }) as Database
}
