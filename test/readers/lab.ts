/**
 * Real feed readers that follow one wire through all that can happen to its stories: a new copy, a better one, an edit,
 * a merge, a split, their undoing, a restart, a restored backup, a lost database. After each step every reader must show
 * each story once, and nothing as new but what is new.
 *
 * Usage: tsx test/readers/lab.ts, after a build. Needs Debian's newsboat, sfeed, rss2email and python3-feedparser.
 */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { prose } from '../support/builders.ts'
import { openWire, type WireEntry } from '../support/wire.ts'
import { READERS, type Reader } from './readers.ts'

const HOUR = 3_600_000
const FORMATS = ['rss.xml', 'atom.xml']
const started = Date.now()

const wire = await openWire(3)
const [a, b, c] = wire.outlets as [
  (typeof wire.outlets)[0],
  (typeof wire.outlets)[0],
  (typeof wire.outlets)[0],
]
const faults: string[] = []
/** Stories that a reader has been shown. */
let expected = 0
try {
  for (const [what, brings, act] of steps()) await step(what, brings, act)
} finally {
  await wire.close()
}
for (const fault of faults) process.stderr.write(`FAULT ${fault}\n`)
process.exit(faults.length === 0 ? 0 : 1)

/** What happens, and how many stories it brings that no reader has seen. */
function steps(): [what: string, brings: number, act: () => Promise<unknown>][] {
  const beginning = prose(1, 8).split('\n').slice(0, 3).join('\n')
  const ferry = { title: 'Ferry sails again', text: prose(1, 8) }
  const harvest = { title: 'Harvest is late', text: prose(2, 6) }
  return [
    [
      'first',
      3,
      async () => {
        a.entries = [entry('a-ferry', { ...ferry, text: beginning }, 5)]
        b.entries = [entry('b-harvest', harvest, 4)]
        c.entries = [entry('c-museum', { title: 'Museum opens', text: prose(3, 6) }, 3)]
        await wire.run('poll', '--all')
        await wire.start()
      },
    ],
    [
      'a new copy',
      0,
      () =>
        published(() => {
          c.entries = [...c.entries, entry('c-harvest', { ...harvest, title: 'Late harvest' }, 2)]
        }),
    ],
    [
      'a better copy',
      0,
      () =>
        published(() => {
          b.entries = [...b.entries, entry('b-ferry', ferry, 2)]
        }),
    ],
    [
      'an edit',
      0,
      () =>
        published(() => {
          b.entries = b.entries.map((one) =>
            one.guid === 'b-harvest' ? { ...one, title: 'Harvest is very late' } : one,
          )
        }),
    ],
    ['a merge', 0, () => wire.run('merge', idOf('b-harvest'), idOf('c-museum'))],
    ['its undo', 0, () => wire.run('undo', lastOperation())],
    ['a split', 1, () => wire.run('split', idOf('a-ferry'))],
    ['its undo', 0, () => wire.run('undo', lastOperation())],
    ['the same split again', 0, () => wire.run('split', idOf('a-ferry'))],
    ['its undo', 0, () => wire.run('undo', lastOperation())],
    ['a restart', 0, restarted],
    [
      'a backup and a story after it',
      1,
      async () => {
        await wire.run('backup', 'backup.db')
        await published(() => {
          a.entries = [...a.entries, entry('a-tram', { title: 'Tram turns', text: prose(4, 6) }, 1)]
        })
      },
    ],
    [
      'the backup restored',
      0,
      async () => {
        await wire.stop()
        await wire.run('restore', 'backup.db')
        await wire.run('poll', '--all')
        await wire.start()
      },
    ],
    [
      'the database lost, and outlets read in another order',
      0,
      async () => {
        await wire.stop()
        for (const file of readdirSync(wire.folder).filter((name) => name.startsWith('wire.db')))
          rmSync(join(wire.folder, file))
        const listed = [a, b].map((outlet) => outlet.entries)
        for (const outlet of [a, b]) outlet.entries = []
        await wire.run('poll', '--all')
        for (const [n, outlet] of [a, b].entries()) outlet.entries = listed[n]!
        await wire.run('poll', '--all')
        await wire.start()
      },
    ],
  ]
}

async function step(what: string, brings: number, act: () => Promise<unknown>): Promise<void> {
  await act()
  expected += brings
  const subscriptions = READERS.flatMap((reader) => FORMATS.map((format) => ({ reader, format })))
  await Promise.all(subscriptions.map((one) => look(one, what)))
  process.stdout.write(
    `${what}: ${expected} stories known to ${READERS.length} readers in ${FORMATS.length} formats\n`,
  )
}

async function look({ reader, format }: { reader: Reader; format: string }, what: string): Promise<void> {
  const name = `${reader.name} ${format}`
  const seen = await reader.read(`${wire.base}/${format}`, join(wire.folder, name.replace(' ', '-')))
  const ids = new Set(seen.map(({ id }) => id))
  // sfeed has a line for each title and link that an entry had.
  if (seen.length > ids.size && reader.name !== 'sfeed')
    faults.push(`${name}, ${what}: ${seen.length - ids.size} stories twice`)
  if (ids.size !== expected)
    faults.push(`${name}, ${what}: ${ids.size} stories, not ${expected}: ${seen.map(({ title }) => title)}`)
}

async function published(change: () => void): Promise<void> {
  change()
  await wire.run('poll', '--all')
}

async function restarted(): Promise<void> {
  await wire.stop()
  await wire.start()
}

function entry(guid: string, { title, text }: { title: string; text: string }, hoursAgo: number): WireEntry {
  return { guid, title, text, at: started - hoursAgo * HOUR }
}

function idOf(guid: string): string {
  return query('SELECT entry_id FROM copies WHERE guid = ?', guid)
}

function lastOperation(): string {
  return query('SELECT max(operation) FROM overrides')
}

function query(sql: string, ...values: string[]): string {
  const db = new SQLite(wire.database, { readonly: true })
  const found = db
    .prepare(sql)
    .pluck()
    .get(...values)
  db.close()
  return String(found)
}
