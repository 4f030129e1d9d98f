/** Builders with quiet defaults: a test names only what matters to it. */

import { EventEmitter, once } from 'node:events'
import type { Feed, FetchOutcome } from '../../src/contract/model.ts'
import { createFetcher, type FetchConfig, type FetchEdges } from '../../src/fetch/fetch-feed.ts'

export function aFeed(over: Partial<Feed> = {}): Feed {
  const { url = 'http://harbor.example/feed.xml' } = over
  return {
    id: 1,
    url,
    address: url,
    subscribedAs: url,
    credentials: null,
    outlet: 'The Harbor Weekly',
    validators: { etag: null, lastModified: null },
    bodyHash: null,
    failures: 0,
    rhythm: [],
    pace: { intervalMs: null, skipHours: [], skipDays: [] },
    move: null,
    allowPrivateAddresses: false,
    ...over,
  }
}

/** A fetcher that may reach loopback, with the limits of a patient reader. */
export function aFetcher(config: Partial<FetchConfig> = {}, edges: Partial<FetchEdges> = {}) {
  const defaults = { timeoutMs: 60_000, maxBytes: 1_000_000, allowPrivateAddresses: true, contact: null }
  return createFetcher({ ...defaults, version: '1.2.3', ...config }, { now: Date.now, ...edges })
}

/** Time for a fetcher that passes when a test says so. */
export type Timer = ReturnType<typeof aTimer>

export function aTimer() {
  const events = new EventEmitter()
  const waits: { readonly ms: number; end: () => void }[] = []
  const such = (ms: number) => waits.filter((each) => each.ms === ms)
  /** Settles once so many waits of so many milliseconds have begun. */
  const begun = async (ms: number, times = 1): Promise<void> => {
    while (such(ms).length < times) await once(events, 'wait')
  }
  return {
    after: (ms: number, end: () => void) => {
      const wait = { ms, end }
      waits.push(wait)
      events.emit('wait')
      return () => {
        wait.end = () => {}
      }
    },
    begun,
    /** Ends the newest such wait, as soon as there is one. */
    over: async (ms: number): Promise<void> => {
      await begun(ms)
      such(ms).at(-1)!.end()
    },
  }
}

export function reasonOf(outcome: FetchOutcome): string {
  return outcome.kind === 'failed' ? outcome.reason : `no failure but ${outcome.kind}`
}

type Kind<K extends FetchOutcome['kind']> = Extract<FetchOutcome, { kind: K }>

/** Narrows an outcome, or fails the test with what came instead. */
export function expectKind<K extends FetchOutcome['kind']>(outcome: FetchOutcome, kind: K): Kind<K> {
  if (outcome.kind !== kind) throw new Error(`expected ${kind}, got ${outcome.kind}: ${reasonOf(outcome)}`)
  return outcome as Kind<K>
}
