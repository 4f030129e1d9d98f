/**
 * Who may be asked: a feed waits until it is its host's turn. It is then asked unless its host is throttled, it skips
 * this hour, another worker has taken it meanwhile, or the daemon is ending.
 */
import type { Feed } from '../contract/model.ts'
import type { Store } from '../contract/store.ts'
import type { Limiter } from './limit.ts'
import { allowedFrom, type HostHold, hostOf, isHeld } from './next-poll.ts'

export interface TurnDeps {
  readonly store: Pick<Store, 'addresses' | 'giveBack' | 'holdFeeds' | 'keepsLease'>
  readonly limiter: Limiter
  readonly now: () => number
  readonly random: () => number
}

export interface Turns {
  /**
   * Runs `poll` when it is the feed's turn; where it may not be asked, gives it back and resolves with null.
   * @param anyTime a person asks, who may do so in hours that the feed skips
   * @param poll is given the time
   */
  run<T>(feed: Feed, anyTime: boolean, poll: (now: number) => Promise<T>): Promise<T | null>
  /** Obeys what a feed's answer asked for, for every feed that it concerns. */
  obey(feed: Feed, wanted: HostHold | null): Promise<void>
}

/** @param stop From then on, feeds are given back at once and stay due. */
export function createTurns(deps: TurnDeps, stop: AbortSignal): Turns {
  const { store, limiter, now: clock } = deps
  const holds = createHolds(deps)

  async function isAllowed(feed: Feed, anyTime: boolean, now: number): Promise<boolean> {
    const from = holds.allowedFrom(feed, anyTime, now)
    if (!(await store.keepsLease(feed.id, now))) return false // it waited so long that another worker took it
    if (!stop.aborted && from === now) return true
    await store.giveBack(feed.id, stop.aborted ? 0 : from)
    return false
  }

  return {
    run(feed, anyTime, poll) {
      // Redirects are followed within the poll: the host to be gentle with is the one they led to.
      const host = hostOf(feed.validators.url ?? feed.url)
      return limiter.run(host, async () => {
        const now = clock()
        return (await isAllowed(feed, anyTime, now)) ? poll(now) : null
      })
    },
    async obey(feed, wanted) {
      if (wanted) await holds.add(wanted)
      await holds.keep(feed)
    },
  }
}

/** What throttled hosts and domains asked for, while it lasts. */
function createHolds({ store, now: clock, random }: TurnDeps) {
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
