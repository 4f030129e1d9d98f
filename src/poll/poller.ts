/** Polls feeds, each when it is its turn; writes a line to the log for each poll; stops in good order. */
import type { Feed, PollSummary } from '../contract/model.ts'
import { lostPoll, type PollDeps, pollFeed, unconditional } from './poll-feed.ts'
import { createQueue, type Queue } from './queue.ts'
import { createTurns, type TurnDeps, type Turns } from './turns.ts'
import { createLingering, createUnderWay, withPatience } from './under-way.ts'

export interface Poller {
  /**
   * Polls the feeds that are due, `atMost` of them; resolves with a summary per feed. It waits no longer
   * than `patienceMs` for slow hosts: their feeds are polled all the same, and are in the summaries of a later call.
   */
  pollDue(atMost?: number, patienceMs?: number): Promise<PollSummary[]>
  /** Polls every subscribed feed, due or not, except those whose publisher forbids it: gone (410), or held. */
  pollAll(): Promise<PollSummary[]>
  /** Asks for the whole document of one feed, due or not; null where its publisher forbids it or somebody is polling it. */
  refetch(id: number): Promise<PollSummary | null>
  /** Takes no further feed; resolves when what is in flight is stored and what was not reached is given back. */
  stop(): Promise<void>
}

interface PollTimes {
  /** From the request to what is stored. */
  readonly ms: number
  /** From when the feed was due to the request; null where it was asked for by a person. */
  readonly lateMs: number | null
}

/** Told of each poll as it ends. */
export type ObservePoll = (summary: PollSummary, times: PollTimes) => void

interface PollerDeps extends PollDeps, Pick<TurnDeps, 'limiter'> {
  readonly observe?: ObservePoll
}

export function createPoller(deps: PollerDeps): Poller {
  const stop = new AbortController()
  const queue = createQueue(deps, stop.signal)
  const turns = createTurns(deps, stop.signal)
  const underWay = createUnderWay()
  const lingering = createLingering(underWay)
  const poll = createPoll(deps, queue, turns)

  async function pollDue(atMost: number, patienceMs: number | undefined): Promise<PollSummary[]> {
    for await (const feeds of queue.takeDue(atMost)) {
      const polls = feeds.map((feed) => lingering.begin(feed.id, () => poll(feed, false)))
      await withPatience(Promise.all(polls), patienceMs)
    }
    return lingering.takeSummaries()
  }

  async function pollAll(): Promise<PollSummary[]> {
    const feeds = await queue.takeAll()
    const summaries = await Promise.all(feeds.map((feed) => poll(feed, true)))
    return summaries.filter((summary) => summary !== null)
  }

  async function refetch(id: number): Promise<PollSummary | null> {
    const feed = await queue.takeOne(id)
    return feed && poll({ ...unconditional(feed), bodyHash: null }, true)
  }

  return {
    pollDue: (atMost = Number.POSITIVE_INFINITY, patienceMs) => underWay.track(pollDue(atMost, patienceMs)),
    pollAll: () => underWay.track(pollAll()),
    refetch: (id) => underWay.track(refetch(id)),
    async stop() {
      stop.abort()
      deps.limiter.hurry()
      await underWay.ended() // feeds just claimed are yet to be given back
    },
  }
}

/** Polls one feed when it is its turn; null where it may not be asked. A poll that breaks stops no other. */
function createPoll(deps: PollerDeps, queue: Queue, turns: Turns) {
  async function pollNow(feed: Feed, started: number): Promise<PollSummary> {
    const { summary, next } = await pollFeed(feed, deps)
    queue.polled(feed.id, summary.stored)
    await turns.obey(feed, next.holdHost)
    tell(deps, feed, summary, started)
    return summary
  }

  return async (feed: Feed, anyTime: boolean): Promise<PollSummary | null> => {
    try {
      return await turns.run(feed, anyTime, (now) => pollNow(feed, now))
    } catch (error) {
      queue.polled(feed.id, false)
      return lostPoll(feed, error, deps.log)
    }
  }
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
