/** A round of polls: what happens at each tick of the schedule, from the queue to the hubs. */
import type { Config } from '../config/schema.ts'
import type { PollSummary } from '../contract/model.ts'
import type { Store } from '../contract/store.ts'
import type { Poller } from '../poll/poller.ts'
import { createUnderWay } from '../poll/under-way.ts'
import type { Announcements } from '../push/announcements.ts'
import type { Health } from './health.ts'
import { type TidyDeps, tidyUp } from './tidy-up.ts'

export interface RoundOptions {
  readonly all?: boolean
  readonly atMost?: number
  /** How long a round waits for slow hosts, which are polled all the same. Milliseconds. */
  readonly patienceMs?: number
}

interface Rounds {
  /** Polls what is due (`all`: every feed), then tidies up and tells the hubs. */
  round(options?: RoundOptions): Promise<PollSummary[]>
  /** Stops polling; resolves when what is in flight is stored, and the hubs are told of it. Upkeep is left where it is. */
  close(): Promise<void>
}

interface RoundDeps extends TidyDeps, Pick<Announcements, 'announce'> {
  readonly store: TidyDeps['store'] & Pick<Store, 'subscribed'>
  readonly poller: Poller
  readonly health: Health
  /** Called before each round, so that workers agree on what is due. */
  readonly syncClock: () => Promise<void>
  /** What was subscribed when it began. */
  readonly subscribed: readonly string[]
}

export function createRounds({ retention }: Pick<Config, 'retention'>, deps: RoundDeps): Rounds {
  const { poller, health, announce } = deps
  const stop = new AbortController()
  const underWay = createUnderWay()
  const tellOfSubscriptions = createSubscriptionWatch(deps)

  async function run({ all = false, atMost, patienceMs }: RoundOptions): Promise<PollSummary[]> {
    try {
      await tellOfSubscriptions()
      const summaries = all ? await poller.pollAll() : await poller.pollDue(atMost, patienceMs)
      // A round that polled nothing tells nothing: the problem lasts until polls are stored again.
      if (summaries.length > 0) health.note('unstored', whatIsUnstored(summaries))
      health.note('upkeep', await tidyUp(retention, deps, stop.signal))
      if (summaries.some(({ added, changed }) => added + changed > 0)) await announce()
      health.note('round', null)
      await health.roundEnded()
      return summaries
    } catch (error) {
      health.note('round', (error as Error).message)
      throw error
    }
  }

  return {
    async round(options = {}) {
      await deps.syncClock()
      return stop.signal.aborted ? [] : underWay.track(run(options))
    },
    async close() {
      stop.abort()
      await poller.stop()
      await underWay.ended()
    },
  }
}

/** Another process may subscribe and unsubscribe, as `wirefold add` and `remove` do: then the log says so. */
function createSubscriptionWatch({
  store,
  log,
  subscribed,
}: Pick<RoundDeps, 'store' | 'log' | 'subscribed'>) {
  let known = new Set(subscribed)
  return async (): Promise<void> => {
    const present = new Set(await store.subscribed())
    const added = [...present].filter((url) => !known.has(url))
    const removed = [...known].filter((url) => !present.has(url))
    known = present
    if (added.length + removed.length === 0) return
    log.warn({ added, removed }, 'subscriptions were changed from outside')
  }
}

function whatIsUnstored(summaries: readonly PollSummary[]): string | null {
  const lost = summaries.filter(({ stored }) => !stored)
  return lost.length === 0 ? null : `${lost.length} of ${summaries.length} polls ${lost.at(-1)!.error}`
}
