import type { Feed, FetchOutcome } from '../model.ts'
export type FetchFeed = ((feed: Feed) => Promise<FetchOutcome>) & { close(): Promise<void> }
export interface FetchConfig {
  timeoutMs: number
  maxBytes: number
  allowPrivateAddresses: boolean
  contact: string | null
  version: string
}
export function createFetcher(config: FetchConfig, _edges: { now: () => number }): FetchFeed {
  const none = { freshUntil: null, retryAt: null }
  const run = async (feed: Feed): Promise<FetchOutcome> => {
    try {
      const r = await fetch(feed.url, { signal: AbortSignal.timeout(config.timeoutMs) })
      if (!r.ok) return { kind: 'failed', status: r.status, reason: `HTTP ${r.status}`, caching: none }
      return {
        kind: 'modified',
        status: r.status,
        caching: none,
        permanentUrl: null,
        validators: { etag: null, lastModified: null },
        body: new Uint8Array(await r.arrayBuffer()),
        contentType: r.headers.get('content-type'),
        finalUrl: feed.url,
      }
    } catch (e) {
      return { kind: 'failed', status: null, reason: (e as Error).message, caching: none }
    }
  }
  return Object.assign(run, { close: async () => {} })
}
