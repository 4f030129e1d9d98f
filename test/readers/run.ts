/**
 * Real feed readers against a running daemon: each subscribes, looks again after a new story has arrived, again after
 * nothing has, and after one more story. Each must show every story once, nothing twice, and those that send validators
 * must get a 304 where there is nothing new.
 *
 * Usage: tsx test/readers/run.ts BASE_URL ['COMMAND that makes a new story arrive']
 * Without a command it waits until one arrives by itself, as in the demo.
 * Needs Debian's newsboat, sfeed, rss2email and python3-feedparser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { run } from './command.ts'
import { READERS, type Reader, type Seen } from './readers.ts'
import { openRecorder, type Recorder } from './recorder.ts'

interface Wire {
  readonly base: string
  readonly more: string | undefined
  readonly recorder: Recorder
  readonly say: (line: string) => void
}

/** A round of all readers, before or after which stories may arrive on their own. */
interface Round {
  readonly before: Seen
  readonly after: Seen
  readonly seen: ReadonlyMap<string, readonly Seen[number][]>
}

const PATIENCE_S = 180
const FORMATS = ['rss.xml', 'atom.xml']

const [base, more] = process.argv.slice(2)
if (base === undefined) {
  process.stderr.write("usage: tsx test/readers/run.ts BASE_URL ['COMMAND']\n")
  process.exit(2)
}
const recorder = await openRecorder(base)
const faults = await tryReaders({ base, more, recorder, say: (line) => process.stdout.write(`${line}\n`) })
await recorder.close()
for (const fault of faults) process.stderr.write(`FAULT ${fault}\n`)
process.exit(faults.length === 0 ? 0 : 1)

async function tryReaders(wire: Wire): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'readers-'))
  try {
    const subscriptions = READERS.flatMap((reader) => FORMATS.map((format) => ({ reader, format })))
    const rounds = [await round(wire, folder, subscriptions)]
    await newStory(wire)
    rounds.push(await round(wire, folder, subscriptions), await round(wire, folder, subscriptions))
    const faults = subscriptions.flatMap(({ reader, format }) =>
      checkValidators(wire.recorder, reader, format),
    )
    await newStory(wire)
    rounds.push(await round(wire, folder, subscriptions))
    if (rounds.at(-1)!.after.length < rounds[0]!.before.length + 2)
      faults.push('two new stories did not arrive')
    for (const { reader, format } of subscriptions) {
      const name = `${reader.name} ${format}`
      faults.push(...rounds.flatMap((one, n) => check(name, n + 1, one)))
      const entries = rounds.at(-1)!.seen.get(name)!.length
      wire.say(`${name}: ${entries} entries, answers ${wire.recorder.statuses(reader, format)}`)
    }
    return faults
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Returns when the feed holds more stories than it did. */
async function newStory({ base, more }: Wire): Promise<void> {
  const before = (await published(base)).length
  if (more !== undefined) await run('sh', ['-c', more])
  for (let seconds = 0; seconds < PATIENCE_S; seconds++) {
    if ((await published(base)).length > before) return
    await wait(1000)
  }
  throw new Error(`no new story arrived within ${PATIENCE_S} seconds`)
}

async function round(
  wire: Wire,
  folder: string,
  subscriptions: readonly { reader: Reader; format: string }[],
): Promise<Round> {
  const before = await published(wire.base)
  const seen = new Map<string, Seen>()
  for (const { reader, format } of subscriptions) {
    const url = wire.recorder.url(reader, format)
    seen.set(`${reader.name} ${format}`, await reader.read(url, join(folder, `${reader.name}-${format}`)))
  }
  return { before, after: await published(wire.base), seen }
}

async function published(base: string): Promise<Seen> {
  const feed = (await (await fetch(new URL('feed.json', `${base}/`))).json()) as {
    items: { id: string; title: string }[]
  }
  return feed.items.map(({ id, title }) => ({ id, title }))
}

function check(name: string, number: number, { before, after, seen }: Round): string[] {
  const entries = seen.get(name)!
  const shown = new Map(entries.map((entry) => [entry.id, entry.title]))
  const faults = entries.length === shown.size ? [] : [`shows ${entries.length - shown.size} stories twice`]
  for (const { id, title } of before) {
    if (!shown.has(id)) faults.push(`lacks ${id} (${title})`)
    else if (after.some((entry) => entry.id === id && entry.title === title) && shown.get(id) !== title) {
      faults.push(`shows ${id} as "${shown.get(id)}", not "${title}"`)
    }
  }
  return faults.map((fault) => `${name}, round ${number}: ${fault}`)
}

/** A request with the validators of the last answer, where nothing is new, must be answered 304. */
function checkValidators(recorder: Recorder, reader: Reader, format: string): string[] {
  const last = recorder.exchanges(reader, format).at(-1)
  if (last === undefined) return [`${reader.name} ${format}: never asked`]
  if (!reader.sendsValidators || last.status === 304 || recorder.changedSince(reader, format)) return []
  return [`${reader.name} ${format}: the last request was answered ${last.status}, not 304`]
}
