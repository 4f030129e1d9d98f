/** What still runs: the work that an end waits for, and polls that go on after the call that began them. */
import { setTimeout as wait } from 'node:timers/promises'
import type { PollSummary } from '../contract/model.ts'

interface UnderWay {
  /** The same promise, but that an end waits for it. */
  track<T>(work: Promise<T>): Promise<T>
  /** Resolves when nothing is under way any more, what began meanwhile included. */
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

/** Polls of due feeds: a host that keeps one waiting does not keep the call waiting that began it. */
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
    /** Of every poll that ended since the last call. */
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
