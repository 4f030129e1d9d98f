import type { Feed, FeedPace, FeedState, FetchOutcome, PendingMove } from '../model.ts'
export interface NextPoll {
  state: FeedState
  failures: number
  nextPollAt: number | null
  move: PendingMove | null
  newUrl: string | null
  holdHost: { scope: 'host' | 'domain'; name: string; until: number } | null
}
export function nextPoll(i: {
  feed: Feed
  outcome: FetchOutcome
  pace: FeedPace
  now: number
  random: () => number
  minIntervalMs: number
  maxIntervalMs: number
}): NextPoll {
  const failed = i.outcome.kind === 'failed'
  return {
    state: failed ? 'failing' : 'ok',
    failures: failed ? i.feed.failures + 1 : 0,
    nextPollAt: i.now + i.minIntervalMs,
    move: null,
    newUrl: null,
    holdHost: null,
  }
}
