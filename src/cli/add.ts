/** `wirefold add URL…`: subscribes beside what the config names; a running daemon polls the feeds at its next round. */
import { createFetcherFor, toSubscription } from '../app.ts'
import type { Config } from '../config/schema.ts'
import { splitCredentials } from '../fetch/fetch-feed.ts'
import type { Subscription } from '../model.ts'
import type { FeedLink } from '../parse/find-feed-links.ts'
import type { CommandContext } from './context.ts'
import { findFeeds, spellings } from './find-feeds.ts'
import { type OutputOptions, show, withProgress } from './output.ts'
import { withApp } from './with-app.ts'

/** What became of one address that was typed. */
interface Addition {
  /** The feed; without credentials. Null where none was found. */
  readonly url: string | null
  readonly subscribed: 'now' | 'before' | 'not'
  /** Why not; and what else the page offered. */
  readonly reason: string | null
  readonly alsoOffered: readonly string[]
}

/** 0 when every address led to a feed that is subscribed now; else 1, and what is wrong with the others. */
export function add(
  context: CommandContext,
  typed: readonly string[],
  options: OutputOptions,
): Promise<number> {
  return withApp(context, async ({ store }, config) => {
    const subscribe = async (feeds: Subscription[]) => (await store.importFeeds(feeds, Date.now())) > 0
    const additions = await withProgress(
      context,
      () => `looking at ${typed.length === 1 ? typed[0] : `${typed.length} addresses`}`,
      () => addAll(config, typed, subscribe),
    )
    show(context, options, additions, additions.flatMap(describe))
    return additions.every(({ subscribed }) => subscribed !== 'not') ? 0 : 1
  })
}

type Subscribe = (feeds: Subscription[]) => Promise<boolean>

/** One after another: they may be of one host. */
async function addAll(config: Config, typed: readonly string[], subscribe: Subscribe): Promise<Addition[]> {
  const fetcher = createFetcherFor(config)
  try {
    const additions: Addition[] = []
    for (const address of typed) {
      const found = await findFeeds(fetcher, address)
      if (found.kind === 'failed') additions.push(failure(`${found.url} cannot be read: ${found.reason}`))
      else if (found.kind === 'feed')
        additions.push(await addition(withCredentials(found.url, address), [], subscribe))
      else additions.push(await firstOf(found, address, subscribe))
    }
    return additions
  } finally {
    fetcher.close()
  }
}

async function firstOf(
  page: { readonly url: string; readonly links: readonly FeedLink[] },
  typed: string,
  subscribe: Subscribe,
): Promise<Addition> {
  const [main, ...others] = mainFirst(page.links)
  if (main === undefined) {
    return failure(`${page.url} offers no feed: give the address of the feed itself, if you know it`)
  }
  return addition(
    withCredentials(main.url, typed),
    others.map(({ url }) => url),
    subscribe,
  )
}

/** A site's comments are not what somebody subscribes to who names the site. */
function mainFirst(links: readonly FeedLink[]): FeedLink[] {
  const isComments = ({ url, title }: FeedLink) => /comment/i.test(`${url} ${title ?? ''}`)
  return [...links.filter((link) => !isComments(link)), ...links.filter(isComments)]
}

async function addition(
  address: string,
  alsoOffered: readonly string[],
  subscribe: Subscribe,
): Promise<Addition> {
  const feed = { outlet: null, groups: [], match: 'auto', allowPrivateAddresses: false } as const
  const subscription = toSubscription({ ...feed, groups: [], url: address })
  const isNew = await subscribe([subscription])
  return { url: subscription.url, subscribed: isNew ? 'now' : 'before', reason: null, alsoOffered }
}

function failure(reason: string): Addition {
  return { url: null, subscribed: 'not', reason, alsoOffered: [] }
}

/** Credentials go with the feed only where it is on the host that they were typed for. */
function withCredentials(url: string, typed: string): string {
  const [address = url] = spellings(typed)
  const { username, password, host } = new URL(address)
  const feed = new URL(url)
  if (host !== feed.host || username + password === '') return splitCredentials(url).url.href
  feed.username = username
  feed.password = password
  return feed.href
}

function describe({ url, subscribed, reason, alsoOffered }: Addition): string[] {
  if (url === null) return [reason!]
  return [
    subscribed === 'now' ? `subscribed to ${url}` : `${url} was subscribed before`,
    ...alsoOffered.map((other) => `  also offered: ${other}`),
  ]
}
