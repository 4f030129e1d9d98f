import type { Feed, PollSummary } from '../model.ts'
import type { Limiter } from './limit.ts'
import { allowedFrom, type HostHold, hostOf, isHeld, latestNextPoll } from './next-poll.ts'
import { type PollDeps, pollFeed } from './poll-feed.ts'

/** Feeds taken from the queue at a time. */
const BATCH = 200
/** A feed that was taken is no one else's for this long; a crash in the middle delays it by no more. */
const LEASE_MS = 10 * 60_000

export interface Poller {
  /** Polls the feeds that are due, `atMost` of them; resolves with a summary per feed. */
  pollDue(atMost?: number): Promise<PollSummary[]>
  /** Polls every subscribed feed, due or not. */
  pollAll(): Promise<PollSummary[]>
  /** Takes no further feed from the queue; resolves when what is in flight has been stored. */
  stop(): Promise<void>
}

export interface PollerDeps extends PollDeps {
  readonly limiter: Limiter
}

export function createPoller(deps: PollerDeps): Poller {
  const inFlight = new Set<Promise<unknown>>()
  /** What throttled hosts and domains asked for, while it lasts. */
  let holds: readonly HostHold[] = []
  let stopped = false

  /**
   * A feed may have waited long for its turn: whether it may be asked is looked at again right before.
   * A person (`anyTime`) may ask in hours that the feed skips.
   */
  async function pollIfAllowed(feed: Feed, anyTime: boolean): Promise<PollSummary[]> {
    if (stopped) return []
    const now = deps.now()
    holds = holds.filter(({ until }) => until > now)
    const from = allowedFrom(anyTime ? { ...feed, pace: null } : feed, holds, { now, random: deps.random })
    if (from === now) return [await poll(feed, now)]
    await deps.store.holdFeeds([feed.id], from)
    return []
  }

  async function poll(feed: Feed, started: number): Promise<PollSummary> {
    const { summary, next } = await pollFeed(feed, deps)
    if (next.holdHost) await hold(next.holdHost)
    await keepHeld(feed)
    const level = summary.error === null ? 'info' : 'warn'
    deps.log[level]({ ...summary, url: feed.url, ms: deps.now() - started }, 'polled')
    return summary
  }

  /** A throttle may have come from a neighbour during the poll: what was just stored must not undo it. */
  async function keepHeld(feed: Feed): Promise<void> {
    const now = deps.now()
    const from = allowedFrom({ ...feed, pace: null }, holds, { now, random: deps.random })
    if (from > now) await deps.store.holdFeeds([feed.id], from)
  }

  async function hold(wanted: HostHold): Promise<void> {
    holds = [...holds, wanted]
    const feeds = await deps.store.addresses()
    const asks = feeds.filter(
      ({ url, answeredFrom }) => isHeld(wanted, url) || isHeld(wanted, answeredFrom ?? url),
    )
    const ids = asks.map(({ id }) => id)
    await deps.store.holdFeeds(ids, wanted.until)
  }

  /** A bug in one poll is logged as one and stops no other feed; its lease brings the feed back. */
  async function pollSafely(feed: Feed, anyTime: boolean): Promise<PollSummary[]> {
    try {
      // Redirects are followed within the poll: the host to be gentle with is the one they led to.
      const host = hostOf(feed.validators.url ?? feed.url)
      return await deps.limiter.run(host, () => pollIfAllowed(feed, anyTime))
    } catch (error) {
      deps.log.error({ feedId: feed.id, url: feed.url, err: error }, 'poll broke: this is a bug')
      return []
    }
  }

  function track<T>(work: Promise<T>): Promise<T> {
    inFlight.add(work)
    return work.finally(() => inFlight.delete(work))
  }

  async function pollBatch(feeds: readonly Feed[], anyTime = false): Promise<PollSummary[]> {
    return (await Promise.all(feeds.map((feed) => track(pollSafely(feed, anyTime))))).flat()
  }

  return {
    async pollDue(atMost = Number.POSITIVE_INFINITY) {
      const summaries: PollSummary[] = []
      while (!stopped && summaries.length < atMost) {
        const now = deps.now()
        const feeds = await deps.store.claimDue({
          now,
          latest: latestNextPoll(now, deps.maxIntervalMs),
          leaseUntil: now + LEASE_MS,
          limit: Math.min(BATCH, atMost - summaries.length),
        })
        if (feeds.length === 0) break
        summaries.push(...(await pollBatch(feeds)))
      }
      return summaries
    },
    async pollAll() {
      return pollBatch(await deps.store.claimAll(deps.now() + LEASE_MS), true)
    },
    async stop() {
      stopped = true
      await Promise.allSettled(inFlight)
    },
  }
}
