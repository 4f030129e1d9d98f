/** `wirefold discover URL`: names the feeds that a web page offers. */
import { createFetcherFor } from '../daemon/app.ts'
import { shownAddress } from '../fetch/shown-address.ts'
import { type Found, findFeeds } from '../subscribe/find-feeds.ts'
import type { CommandContext } from './context.ts'
import { type OutputOptions, show } from './output.ts'
import { configOrDefaults } from './with-reader.ts'

/** 0 and a line per feed that the page offers; 1 where there is none. */
export async function discover(
  context: CommandContext,
  typed: string,
  options: OutputOptions,
): Promise<number> {
  const fetcher = createFetcherFor(configOrDefaults(context))
  try {
    const found = await findFeeds(fetcher, typed)
    const feeds = feedsOf(found)
    show(context, options, feeds, describe(found))
    return feeds.length > 0 ? 0 : 1
  } finally {
    fetcher.close()
  }
}

function feedsOf(found: Found): { url: string; title: string | null }[] {
  if (found.kind === 'feed') return [{ url: shownAddress(found.url), title: null }]
  return found.kind === 'page' ? found.links.map(({ url, title }) => ({ url, title })) : []
}

function describe(found: Found): string[] {
  if (found.kind === 'feed') return [`${shownAddress(found.url)}  is a feed itself`]
  if (found.kind === 'failed') return [`${found.url} cannot be read: ${found.reason}`]
  if (found.links.length === 0) return [`${found.url} offers no feed`]
  return found.links.map(({ url, title }) => [url, title ?? ''].join('  ').trimEnd())
}
