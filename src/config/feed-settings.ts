/** What holds for one feed: its own keys, else those under `fetch`. Pure. */
import type { Config, FeedConfig } from './schema.ts'

interface FeedSettings {
  readonly userAgent: string | null
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds; null: as `poll` says. */
  readonly interval: { readonly min: number | null; readonly max: number | null } | null
  readonly proxy: Config['fetch']['proxy']
  readonly ca: string | null
  readonly cookies: 'none' | 'chain'
  readonly refetch: 'never' | 'daily'
  readonly reading: Pick<FeedConfig, 'charset' | 'identity' | 'keep' | 'drop'>
  /** Its path is a secret. */
  readonly private: boolean
}

/** By the address that a feed was subscribed with, credentials left out; null and unknown ones: what holds for all. */
export function createFeedSettings({ fetch, feeds }: Config): (address: string | null) => FeedSettings {
  const own = new Map(feeds.map((feed) => [plainAddress(feed.url), feed]))
  const common = settle(fetch, null)
  return (address) => {
    const feed = address === null ? undefined : own.get(address)
    return feed ? settle(fetch, feed) : common
  }
}

function settle(common: Config['fetch'], feed: FeedConfig | null): FeedSettings {
  return {
    userAgent: feed?.userAgent ?? common.userAgent,
    headers: { ...common.headers, ...feed?.headers },
    interval: feed?.interval ?? common.interval,
    proxy: feed?.proxy ?? common.proxy,
    ca: feed?.ca ?? common.ca,
    cookies: feed?.cookies ?? common.cookies,
    refetch: feed?.refetch ?? common.refetch,
    reading: {
      charset: feed?.charset ?? null,
      identity: feed?.identity ?? null,
      keep: feed?.keep ?? [],
      drop: feed?.drop ?? [],
    },
    private: feed?.private ?? false,
  }
}

function plainAddress(written: string): string {
  const url = new URL(written)
  url.username = ''
  url.password = ''
  url.hash = ''
  return url.href
}
