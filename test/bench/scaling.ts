/**
 * `npm run bench:scaling`: what a newsroom of 10 thousand, 100 thousand and a million feeds asks of PostgreSQL and its
 * workers, reckoned from what `bench:workers` measured. Nothing is run. `--from FILE` takes the figures that
 * `bench:workers --json` wrote on another machine; the other options are the assumptions. `--json` prints figures only.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    from: { type: 'string' },
    /** Polls of a feed a day: one whose rhythm is unknown is asked each hour. */
    polls: { type: 'string', default: '24' },
    /** New entries of a feed a day. */
    entries: { type: 'string', default: '5' },
    /** The busiest minute beside the mean. */
    peak: { type: 'string', default: '3' },
    /** Days that entries are kept. */
    retention: { type: 'string', default: '365' },
    /** Days in which entries can be one story. */
    window: { type: 'string', default: '14' },
  },
})

const SIZES = [10_000, 100_000, 1_000_000]
const DAY_S = 86_400
const POLLS_KEPT_DAYS = 30
const GB = 1e9

/** By `bench:workers` for one worker, on the machine that docs/SCALING.md names. */
const MEASURED = {
  worker_ms_an_entry: 2.73,
  server_ms_an_entry: 1.63,
  search_worker_ms_an_entry: 0.45,
  search_server_ms_an_entry: 0.39,
  decider_busy: 0.81,
  entries_a_second: 359,
  worker_ms_a_poll: 1.14,
  server_ms_a_poll: 0.49,
  worker_mb: 407,
  log_bytes_an_entry: 41_200,
  log_bytes_a_poll: 2920,
  kept_bytes_an_entry: 14_200,
  kept_index_bytes_an_entry: 2800,
  window_bytes_an_entry: 12_500,
  window_index_bytes_an_entry: 4500,
  poll_log_bytes_a_poll: 152,
  bytes_a_feed: 1900,
}

type Figures = typeof MEASURED

const measured: Figures = values.from ? fromFile(values.from) : MEASURED
const found = SIZES.map((feeds) => reckon(feeds, measured))
process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : table(found))

/** What one worker took. */
function fromFile(file: string): Figures {
  const setups = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Figures>
  const one = setups['PostgreSQL, 1 worker']
  if (one === undefined) throw new Error(`${file} is not from bench:workers --json, or from --small`)
  return one
}

function reckon(feeds: number, m: Figures) {
  const [polls, entries] = [feeds * Number(values.polls), feeds * Number(values.entries)]
  const peak = Number(values.peak) / DAY_S
  const cores = (msAnEntry: number, msAPoll: number) =>
    ((entries * msAnEntry + polls * msAPoll) * peak) / 1000
  const kept = entries * Number(values.retention)
  const open = entries * Number(values.window)
  const logged = polls * POLLS_KEPT_DAYS
  const keptGb = (kept * m.kept_bytes_an_entry + feeds * m.bytes_a_feed) / GB
  const openGb = (open * m.window_bytes_an_entry) / GB
  const loggedGb = (logged * m.poll_log_bytes_a_poll) / GB
  return {
    feeds,
    'requests a second': polls / DAY_S,
    'new entries a day': entries,
    'new entries a second, at the peak': entries * peak,
    'decider busy at the peak (1: the limit)': (entries * peak * m.decider_busy) / m.entries_a_second,
    'cores of workers at the peak': cores(
      m.worker_ms_an_entry + m.search_worker_ms_an_entry,
      m.worker_ms_a_poll,
    ),
    'cores of the server at the peak': cores(
      m.server_ms_an_entry + m.search_server_ms_an_entry,
      m.server_ms_a_poll,
    ),
    'entries kept': kept,
    'polls in the log': logged,
    'GB of entries': keptGb,
    'GB of fingerprints': openGb,
    'GB of the log of polls': loggedGb,
    'GB of all this that are indexes':
      (kept * m.kept_index_bytes_an_entry + open * m.window_index_bytes_an_entry) / GB,
    'GB of write-ahead log a day': (entries * m.log_bytes_an_entry + polls * m.log_bytes_a_poll) / GB,
    'MB of memory of a worker': m.worker_mb,
    'GB of indexes that are best in memory':
      (open * m.window_index_bytes_an_entry + feeds * m.bytes_a_feed) / GB,
  }
}

function table(columns: readonly Readonly<Record<string, number>>[]): string {
  return Object.keys(columns[0]!)
    .map(
      (name) => `${name.padEnd(40)}${columns.map((column) => spell(column[name]!).padStart(16)).join('')}\n`,
    )
    .join('')
}

function spell(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return value.toFixed(value < 1 ? 2 : 1)
}
