/**
 * Keeps the score of a feed reader, as a publisher sees it in the log: what it asked, with which validators, how
 * early and how much at once. After the measures of Rachel Kroll's feed reader score.
 */
import type { IncomingHttpHeaders } from 'node:http'

export interface Score {
  total: number
  conditional: number
  unconditional: number
  /** Unconditional though the last answer had given validators. */
  forgotten: number
  /** The validator that the last answer gave. */
  good: number
  /** One that was given earlier and replaced since. */
  outOfSequence: number
  /** One that this address never gave. */
  madeUp: number
  cookies: number
  referers: number
  /** Query parameters that no link had. */
  queries: number
  /** Before the answer's freshness, its ttl or the shortest interval was over, or in skipped hours. */
  tooEarly: number
  /** Before the Retry-After of a 429 or 503 was over, anywhere that it speaks for. */
  throttleBroken: number
  /** Two requests at the same time to one host. */
  overlaps: number
  /** The most first requests within one minute. */
  mostPerMinute: number
  readonly agents: Set<string>
}

export interface Given {
  readonly etag: string | null
  readonly lastModified: string | null
}

interface History {
  last: Given
  readonly etags: Set<string>
  readonly dates: Set<string>
}

export function emptyScore(): Score {
  const counts = {
    total: 0,
    conditional: 0,
    unconditional: 0,
    forgotten: 0,
    good: 0,
    outOfSequence: 0,
    madeUp: 0,
  }
  const manners = { cookies: 0, referers: 0, queries: 0, tooEarly: 0, throttleBroken: 0, overlaps: 0 }
  return { ...counts, ...manners, mostPerMinute: 0, agents: new Set() }
}

/** Judges the headers of the requests, address by address. */
export function createScorekeeper(score: Score) {
  const histories = new Map<string, History>()
  const perMinute = new Map<number, number>()

  function historyOf(address: string): History {
    const known = histories.get(address)
    if (known) return known
    const fresh = {
      last: { etag: null, lastModified: null },
      etags: new Set<string>(),
      dates: new Set<string>(),
    }
    histories.set(address, fresh)
    return fresh
  }

  function judge(sent: string | undefined, last: string | null, earlier: Set<string>): void {
    if (sent === undefined) return
    if (sent === last) score.good += 1
    else if (earlier.has(sent)) score.outOfSequence += 1
    else score.madeUp += 1
  }

  return {
    asked(address: string, headers: IncomingHttpHeaders): void {
      const history = historyOf(address)
      const { 'if-none-match': etag, 'if-modified-since': date } = headers
      score.total += 1
      if (etag === undefined && date === undefined) {
        score.unconditional += 1
        if (history.last.etag || history.last.lastModified) score.forgotten += 1
      } else score.conditional += 1
      judge(etag, history.last.etag, history.etags)
      judge(date, history.last.lastModified, history.dates)
      if (headers.cookie !== undefined) score.cookies += 1
      if (headers.referer !== undefined) score.referers += 1
      score.agents.add(headers['user-agent'] ?? '')
    },

    /** What a 200 or a 304 gave; a 304 that names none leaves those that were given. */
    gave(address: string, given: Given): void {
      const history = historyOf(address)
      history.last = given
      if (given.etag) history.etags.add(given.etag)
      if (given.lastModified) history.dates.add(given.lastModified)
    },

    counted(at: number): void {
      const minute = Math.floor(at / 60_000)
      const count = (perMinute.get(minute) ?? 0) + 1
      perMinute.set(minute, count)
      score.mostPerMinute = Math.max(score.mostPerMinute, count)
    },
  }
}
