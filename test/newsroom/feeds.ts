/** Builders with quiet defaults: a test names only what matters to it. */

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
  const defaults = { timeoutMs: 5_000, maxBytes: 1_000_000, allowPrivateAddresses: true, contact: null }
  return createFetcher({ ...defaults, version: '1.2.3', ...config }, { now: Date.now, ...edges })
}

export function reasonOf(outcome: FetchOutcome): string {
  return outcome.kind === 'failed' ? outcome.reason : `no failure but ${outcome.kind}`
}

export type Kind<K extends FetchOutcome['kind']> = Extract<FetchOutcome, { kind: K }>

/** Narrows an outcome, or fails the test with what came instead. */
export function expectKind<K extends FetchOutcome['kind']>(outcome: FetchOutcome, kind: K): Kind<K> {
  if (outcome.kind !== kind) throw new Error(`expected ${kind}, got ${outcome.kind}: ${reasonOf(outcome)}`)
  return outcome as Kind<K>
}
