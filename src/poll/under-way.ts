/** What still runs: work that must end before the poller does, and polls that outlast the call that began them. */
import { setTimeout as wait } from 'node:timers/promises'
import type { PollSummary } from '../contract/model.ts'

interface UnderWay {
  /** Returns the same promise; `ended` waits for it. */
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when nothing runs any more, not even what began meanwhile. */
  ended(): Promise<void>
}

export function createUnderWay(): UnderWay {
  const running = new Set<Promise<unknown>>()
  return {
    track(work) {
      running.add(work)
      return work.finally(() => running.delete(work))
    },
    async ended() {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}

/** Polls that may outlast the call that began them, because their host is slow. */
export function createLingering({ track }: UnderWay) {
  const feedIds = new Set<number>()
  /** Summaries that no call has returned yet. */
  const finished: PollSummary[] = []

  /** A feed whose lease ran out while it waited for its turn is not queued a second time. */
  async function pollOnce(id: number, poll: () => Promise<PollSummary | null>): Promise<void> {
    if (feedIds.has(id)) return
    feedIds.add(id)
    const summary = await poll()
    if (summary) finished.push(summary)
    feedIds.delete(id)
  }

  return {
    /** Begins the poll of a feed, unless it is under way already. */
    begin: (id: number, poll: () => Promise<PollSummary | null>) => track(pollOnce(id, poll)),
    /** The summaries of all polls that ended since the last call. */
    takeSummaries: () => finished.splice(0),
  }
}

/** Resolves when the work is done or the patience is over; the work goes on. */
export async function withPatience(work: Promise<unknown>, patienceMs: number | undefined): Promise<void> {
  if (patienceMs === undefined) return void (await work)
  const done = new AbortController()
  const over = wait(patienceMs, undefined, { signal: done.signal }).catch(() => {})
  await Promise.race([work.finally(() => done.abort()), over])
}
