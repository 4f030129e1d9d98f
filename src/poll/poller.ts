/** Polls what is due: takes feeds from the queue, asks each within its host's limits, and stops in good order. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Feed, PollSummary } from '../contract/model.ts'
import type { Limiter } from './limit.ts'
import { allowedFrom, type HostHold, hostOf, isHeld, latestNextPoll } from './next-poll.ts'
import { lostPoll, type PollDeps, pollFeed, unconditional } from './poll-feed.ts'

/** Feeds taken from the queue at a time. */
const BATCH = 200
/** A feed that was taken is no one else's for this long; a crash in the middle delays it by no more. */
const LEASE_MS = 10 * 60_000
/** After a poll that could not be stored; twice as long after each further one, because publishers are asked for nothing. */
const LOST_RETRY_MS = 60_000

export interface Poller {
  /**
   * Polls the feeds that are due, `atMost` of them; resolves with a summary per feed. After `patienceMs` those that
   * still wait for a slow host are left to go on beside what comes next, and are in the summaries of a later call.
   */
  pollDue(atMost?: number, patienceMs?: number): Promise<PollSummary[]>
  /** Polls every subscribed feed, due or not, but for those whose publisher forbids it: gone (410), or held. */
  pollAll(): Promise<PollSummary[]>
  /** Asks for the whole document of one feed, due or not; null where its publisher forbids it or somebody is polling it. */
  refetch(id: number): Promise<PollSummary | null>
  /** Takes no further feed; resolves when what is in flight is stored and what was not reached is given back. */
  stop(): Promise<void>
}

export interface PollTimes {
  /** From the request to what is stored. */
  readonly ms: number
  /** From when the feed was due to the request; null where it was asked for by a person. */
  readonly lateMs: number | null
}

/** Told of each poll as it ends. */
export type ObservePoll = (summary: PollSummary, times: PollTimes) => void

export interface PollerDeps extends PollDeps {
  readonly limiter: Limiter
  readonly observe?: ObservePoll
}

export function createPoller(deps: PollerDeps): Poller {
  const inFlight = new Set<Promise<unknown>>()
  const holds = createHolds(deps)
  let stopped = false
  const waiting = new Set<number>()
  /** Summaries that no call has returned yet. */
  const finished: PollSummary[] = []
  const leases = createLostLeases(deps)

  /**
   * A feed may have waited long for its turn: whether it may be asked is looked at again right before.
   * A person (`anyTime`) may ask in hours that the feed skips.
   */
  async function pollIfAllowed(feed: Feed, anyTime: boolean): Promise<PollSummary[]> {
    const now = deps.now()
    const from = holds.allowedFrom(feed, anyTime, now)
    if (!(await deps.store.keepsLease(feed.id, now))) return [] // it waited so long that another worker took it
    if (!stopped && from === now) return [await poll(feed, now)]
    await deps.store.giveBack(feed.id, stopped ? 0 : from)
    return []
  }

  async function poll(feed: Feed, started: number): Promise<PollSummary> {
    const { summary, next } = await pollFeed(feed, deps)
    if (summary.stored) leases.stored(feed.id)
    else leases.lost(feed.id)
    if (next.holdHost) await holds.add(next.holdHost)
    await holds.keep(feed)
    tell(deps, feed, summary, started)
    return summary
  }

  /** A poll that breaks stops no other, and is reported. */
  async function pollSafely(feed: Feed, anyTime: boolean): Promise<PollSummary[]> {
    try {
      // Redirects are followed within the poll: the host to be gentle with is the one they led to.
      const host = hostOf(feed.validators.url ?? feed.url)
      return await deps.limiter.run(host, () => pollIfAllowed(feed, anyTime))
    } catch (error) {
      leases.lost(feed.id)
      return [lostPoll(feed, error, deps.log)]
    }
  }

  function track<T>(work: Promise<T>): Promise<T> {
    inFlight.add(work)
    return work.finally(() => inFlight.delete(work))
  }

  /** A feed whose lease ran out while it waited for its turn is not queued a second time. */
  async function pollOnce(feed: Feed): Promise<void> {
    if (waiting.has(feed.id)) return
    waiting.add(feed.id)
    finished.push(...(await pollSafely(feed, false)))
    waiting.delete(feed.id)
  }

  async function takeDue(atMost: number, patienceMs: number | undefined): Promise<PollSummary[]> {
    await leases.giveBack()
    for (let claimed = 0; !stopped && claimed < atMost; ) {
      const limit = Math.min(BATCH, atMost - claimed)
      const feeds = await deps.store.claimDue({ ...claimNow(deps), limit })
      if (feeds.length === 0) break
      claimed += feeds.length
      await withPatience(Promise.all(feeds.map((feed) => track(pollOnce(feed)))), patienceMs)
    }
    return finished.splice(0)
  }

  async function takeAll(): Promise<PollSummary[]> {
    const feeds = stopped ? [] : await deps.store.claimAll(claimNow(deps))
    return (await Promise.all(feeds.map((feed) => pollSafely(feed, true)))).flat()
  }

  async function takeOne(id: number): Promise<PollSummary | null> {
    const feed = stopped ? null : await deps.store.claimOne(id, claimNow(deps))
    const [summary = null] = feed ? await pollSafely({ ...unconditional(feed), bodyHash: null }, true) : []
    return summary
  }

  return {
    refetch: (id) => track(takeOne(id)),
    pollDue: (atMost = Number.POSITIVE_INFINITY, patienceMs) => track(takeDue(atMost, patienceMs)),
    pollAll: () => track(takeAll()),
    async stop() {
      stopped = true
      deps.limiter.hurry()
      while (inFlight.size > 0) await Promise.allSettled(inFlight) // feeds just claimed are yet to be given back
    },
  }
}

function claimNow({ now: clock, maxIntervalMs }: PollerDeps) {
  const now = clock()
  return { now, latest: latestNextPoll(now, maxIntervalMs), leaseUntil: now + LEASE_MS }
}

function tell(
  { log, now, observe }: PollerDeps,
  { dueAt }: Feed,
  summary: PollSummary,
  started: number,
): void {
  const level = summary.error === null ? 'info' : 'warn'
  const ms = now() - started
  log[level]({ ...summary, ms }, 'polled')
  observe?.(summary, { ms, lateMs: dueAt ? Math.max(0, started - dueAt) : null })
}

/** Feeds whose poll could not be stored: they are leased still, though nobody polls them. */
function createLostLeases({ store, now }: Pick<PollerDeps, 'store' | 'now'>) {
  /** How often in a row each was lost. */
  const times = new Map<number, number>()
  const unreturned = new Map<number, number>()
  return {
    lost(id: number): void {
      times.set(id, (times.get(id) ?? 0) + 1)
      unreturned.set(id, now() + LOST_RETRY_MS * 2 ** Math.min(times.get(id)! - 1, 6))
    },
    stored: (id: number) => void times.delete(id),
    /** Makes them due again, once the database takes writes again; throws while it does not. */
    async giveBack(): Promise<void> {
      for (const [id, notBefore] of unreturned) {
        await store.giveBack(id, notBefore)
        unreturned.delete(id)
      }
    },
  }
}

/** What throttled hosts and domains asked for, while it lasts. */
function createHolds({ store, now: clock, random }: Pick<PollerDeps, 'store' | 'now' | 'random'>) {
  let holds: readonly HostHold[] = []

  function from(feed: Feed, anyTime: boolean, now: number): number {
    holds = holds.filter(({ until }) => until > now)
    return allowedFrom(anyTime ? { ...feed, pace: null } : feed, holds, { now, random })
  }
  return {
    allowedFrom: from,
    async add(wanted: HostHold): Promise<void> {
      holds = [...holds, wanted]
      const feeds = await store.addresses()
      const held = feeds.filter(
        ({ url, answeredFrom }) => isHeld(wanted, url) || isHeld(wanted, answeredFrom ?? url),
      )
      const ids = held.map(({ id }) => id)
      await store.holdFeeds(ids, wanted.until)
    },
    /** A throttle may have come from a neighbour during the poll: what was just stored must not undo it. */
    async keep(feed: Feed): Promise<void> {
      const now = clock()
      const allowed = from(feed, true, now)
      if (allowed > now) await store.giveBack(feed.id, allowed)
    },
  }
}

/** Resolves when the work is done or the patience is over; the work goes on. */
async function withPatience(work: Promise<unknown>, patienceMs: number | undefined): Promise<void> {
  if (patienceMs === undefined) return void (await work)
  const done = new AbortController()
  const over = wait(patienceMs, undefined, { signal: done.signal }).catch(() => {})
  await Promise.race([work.finally(() => done.abort()), over])
}
