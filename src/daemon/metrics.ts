/** What Prometheus is told: the polls as they end, and the state of daemon, database and process when it asks. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { StoryPages } from '../contract/store.ts'
import type { DaemonStatus } from '../http/status-routes.ts'
import type { ObservePoll } from '../poll/poller.ts'
import { oneAtATime } from './one-at-a-time.ts'

const DURATIONS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const LATENESS = [1, 10, 60, 300, 900, 3600, 21_600, 86_400]
/** These names break Prometheus' own rules: they are gauges, but end as counters do. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
]

interface MetricsDeps {
  readonly pages: StoryPages
  readonly status: () => Promise<DaemonStatus>
  readonly now: () => number
  readonly version: string
}

interface Metrics {
  readonly registry: Registry
  readonly observe: ObservePoll
}

/** Memory, CPU, garbage collection and the event loop's delay are the process's, and go on when the daemon reloads. */
let ofProcess: Registry | null = null

function processMetrics(): Registry {
  if (ofProcess === null) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
    for (const name of MISNAMED) ofProcess.removeSingleMetric(name)
  }
  return ofProcess
}

export function createMetrics(deps: MetricsDeps): Metrics {
  const registry = Registry.merge([processMetrics()])
  const registers = [registry]
  const info = { name: 'wirefold_build_info', help: 'Always 1; the version is in the labels' }
  new Gauge({ ...info, labelNames: ['version', 'node'], registers }).set(
    { version: deps.version, node: process.version },
    1,
  )
  addFeeds(registers, deps)
  addStored(registers, deps)
  addRounds(registers, deps)
  return { registry, observe: observePolls(registers) }
}

type Registers = Registry[]
type Counts = Awaited<ReturnType<StoryPages['counts']>>

function addFeeds(registers: Registers, { pages, now }: MetricsDeps): void {
  new Gauge({
    name: 'wirefold_feeds',
    help: 'Subscribed feeds by state',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset()
      for (const [state, feeds] of Object.entries(await pages.feedStates())) this.set({ state }, feeds)
    },
  })
  const queue = oneAtATime(() => pages.queue(now()))
  addGauge(registers, 'feeds_due', 'Feeds that are due and not being polled', async () => (await queue()).due)
  addGauge(registers, 'queue_lateness_seconds', 'How long the feed that waits longest is due', async () => {
    const { oldestDueAt } = await queue()
    return oldestDueAt === null ? 0 : Math.max(0, now() - oldestDueAt) / 1000
  })
  const good = async () => ((await queue()).lastGoodPollAt ?? 0) / 1000
  addGauge(registers, 'last_successful_poll_timestamp_seconds', 'When a feed was last polled well', good)
}

function addStored(registers: Registers, { pages }: MetricsDeps): void {
  const counts = oneAtATime(() => pages.counts())
  const add = (name: string, help: string, read: (found: Counts) => number) => {
    addGauge(registers, name, help, async () => read(await counts()))
  }
  add('entries', 'Entries stored', ({ entries }) => entries)
  add('stories', 'Stories that the entries make', ({ stories }) => stories)
  add(
    'folded_copies',
    'Entries that are copies of a story led by another entry',
    (n) => n.entries - n.stories,
  )
  add('corrections', 'Merges and splits by people that are in force', ({ corrections }) => corrections)
}

function addRounds(registers: Registers, { status }: MetricsDeps): void {
  const shared = oneAtATime(status)
  const ended = async () => ((await shared()).lastRoundAt ?? 0) / 1000
  addGauge(registers, 'last_round_timestamp_seconds', 'When a round of polls last ended', ended)
  new Gauge({
    name: 'wirefold_problem',
    help: '1 for each problem that makes /healthz say degraded',
    labelNames: ['kind'],
    registers,
    async collect() {
      const { problems } = await shared()
      this.reset()
      for (const { kind } of problems) this.set({ kind }, 1)
    },
  })
}

function addGauge(registers: Registers, name: string, help: string, read: () => Promise<number>): void {
  new Gauge({
    name: `wirefold_${name}`,
    help,
    registers,
    async collect() {
      this.set(await read())
    },
  })
}

/** Counts since this process began, or the config was read again. */
function observePolls(registers: Registers): ObservePoll {
  const counter = (name: string, help: string) =>
    new Counter({ name: `wirefold_${name}_total`, help, registers })
  const polls = new Counter({
    name: 'wirefold_polls_total',
    help: 'Polls by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const added = counter('entries_added', 'New entries')
  const changed = counter('entries_changed', 'Entries whose text changed')
  const folded = counter('entries_folded', 'New entries that joined a story that was there already')
  const seconds = { name: 'wirefold_poll_duration_seconds', help: 'From the request to what is stored' }
  const duration = new Histogram({ ...seconds, buckets: DURATIONS, registers })
  const waited = { name: 'wirefold_poll_lateness_seconds', help: 'From when a feed was due to its request' }
  const lateness = new Histogram({ ...waited, buckets: LATENESS, registers })
  return (summary, { ms, lateMs }) => {
    polls.inc({ outcome: summary.outcome })
    added.inc(summary.added)
    changed.inc(summary.changed)
    folded.inc(summary.folded)
    duration.observe(ms / 1000)
    if (lateMs !== null) lateness.observe(lateMs / 1000)
  }
}
