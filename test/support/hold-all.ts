/**
 * What better-sqlite3 12 makes must not become garbage on Node 24.19 and later (see `src/store/sqlite/hold.ts`). Tests open
 * connections of their own, which nobody holds: here everything is, until the process of a test file ends.
 */
const FROM = 24

if (Number.parseInt(process.versions.node, 10) >= FROM) await holdAll()

async function holdAll(): Promise<void> {
  const { prototype } = (await import('better-sqlite3')).default
  const held = new Set<unknown>()
  const keep = <T>(made: T): T => {
    held.add(made)
    return made
  }
  const { prepare, exec, close } = prototype
  Object.assign(prototype, {
    prepare(this: typeof prototype, text: string) {
      const statement = keep(prepare.call(keep(this), text))
      const iterate = statement.iterate.bind(statement)
      return Object.assign(statement, { iterate: (...params: unknown[]) => keep(iterate(...params)) })
    },
    exec(this: typeof prototype, text: string) {
      return exec.call(keep(this), text)
    },
    close(this: typeof prototype) {
      return close.call(keep(this))
    },
    pragma(this: typeof prototype, text: string, { simple = false } = {}) {
      if (text.includes('=')) return this.exec(`PRAGMA ${text}`)
      const statement = this.prepare(`PRAGMA ${text}`)
      return simple ? statement.pluck().get() : statement.all()
    },
  })
}
