/**
 * What a simulated month drives: anything that polls what is due and survives a restart. The one here keeps its
 * due list in memory and its rows as text, as a database would; everything that decides is the real thing.
 */
import { createFetcher } from '../../src/fetch/fetch-feed.ts'
import type { Lookup } from '../../src/fetch/guard.ts'
import type { Feed, FeedPace, FetchOutcome } from '../../src/model.ts'
import { createLimiter } from '../../src/poll/limit.ts'
import { allowedFrom, type HostHold, hostOf, nextPoll, startsPerTick } from '../../src/poll/next-poll.ts'
import { aFeed } from '../newsroom/feeds.ts'

export interface Daemon {
  /** Polls what is due now, as the schedule's tick does; resolves when all of it is stored. */
  tick(): Promise<void>
  /** Ends and starts again with nothing but what was stored. */
  restart(): Promise<void>
  close(): Promise<void>
  /** The addresses polled now, with their states, for the report. */
  states(): Promise<readonly { readonly url: string; readonly state: string }[]>
}

export interface DaemonWorld {
  readonly urls: readonly string[]
  readonly lookup: Lookup
  readonly now: () => number
  readonly random: () => number
  readonly tickMs: number
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
}

interface Row {
  feed: Feed
  state: string
  nextPollAt: number | null
}

export function createMemoryDaemon(world: DaemonWorld): Daemon {
  let rows: Row[] = world.urls.map((url, id) => ({
    feed: aFeed({ id, url }),
    state: 'new',
    nextPollAt: world.now(),
  }))
  let holds: HostHold[] = []
  let { fetchFeed, limiter } = start(world)

  /** Looked at right before the request: a throttle may have come while this feed waited for its turn. */
  async function poll(row: Row): Promise<void> {
    const from = allowedFrom(row.feed, holds, { now: world.now(), random: world.random })
    if (from > world.now()) {
      row.nextPollAt = from
      return
    }
    const outcome = await fetchFeed(row.feed)
    const feed = { ...row.feed, ...read(row.feed, outcome) }
    const next = nextPoll({ ...world, feed, outcome, now: world.now() })
    if (next.holdHost) holds.push(next.holdHost)
    const validators = 'validators' in outcome ? outcome.validators : feed.validators
    const { failures, move, newUrl } = next
    row.feed = { ...feed, validators, failures, move, url: newUrl ?? feed.url }
    row.state = next.state
    row.nextPollAt = next.nextPollAt
  }

  return {
    async tick() {
      holds = holds.filter(({ until }) => until > world.now())
      const due = rows.filter(({ nextPollAt }) => nextPollAt !== null && nextPollAt <= world.now())
      const most = startsPerTick(rows.length, world.tickMs, world.minIntervalMs)
      due.sort((a, b) => (a.nextPollAt ?? 0) - (b.nextPollAt ?? 0))
      const jobs = due.slice(0, most).map((row) => limiter.run(hostOf(placeOf(row.feed)), () => poll(row)))
      await Promise.all(jobs)
    },
    async restart() {
      fetchFeed.close()
      ;({ rows, holds } = JSON.parse(JSON.stringify({ rows, holds })))
      ;({ fetchFeed, limiter } = start(world))
    },
    async close() {
      fetchFeed.close()
    },
    states: async () => rows.map(({ feed, state }) => ({ url: feed.url, state })),
  }
}

/** Where a feed's document really comes from: a redirect's target is the host to be gentle with. */
function placeOf({ validators, url }: Feed): string {
  return validators.url ?? url
}

function start({ lookup, now }: DaemonWorld) {
  const config = { timeoutMs: 30_000, maxBytes: 1_000_000, allowPrivateAddresses: true }
  const introduction = { contact: 'https://owner.example/about', version: '1.2.3' }
  return {
    fetchFeed: createFetcher({ ...config, ...introduction }, { now, lookup }),
    limiter: createLimiter({ concurrency: 32, hostPauseMs: 1000, now, sleep: async () => {} }),
  }
}

/** The little of a document that the next poll depends on. */
function read(feed: Feed, outcome: FetchOutcome): { pace: FeedPace; rhythm: readonly number[] } {
  if (outcome.kind !== 'modified') return feed
  const text = Buffer.from(outcome.body).toString()
  const times = [...text.matchAll(/<pubDate>(.*?)</g)].map(([, date]) => Date.parse(date ?? ''))
  const rhythm = times.slice(1).map((time, index) => (times[index] ?? time) - time)
  const ttl = Number(/<ttl>(\d+)/.exec(text)?.[1] ?? 0) * 60_000
  const perDay = Number(/updateFrequency>(\d+)/.exec(text)?.[1] ?? 0)
  const skipHours = [...text.matchAll(/<hour>(\d+)/g)].map(([, hour]) => Number(hour))
  const skipDays = [...text.matchAll(/<day>(S)(a?)/g)].map(([, , saturday]) => (saturday ? 6 : 0))
  return { pace: { intervalMs: perDay ? 86_400_000 / perDay : ttl || null, skipHours, skipDays }, rhythm }
}
