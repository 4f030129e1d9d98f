/** `wirefold add URL…`: subscribes beside what the config names; a running daemon polls the feeds at its next round. */
import type { Config } from '../config/schema.ts'
import { createFetcherFor } from '../daemon/app.ts'
import { shownText } from '../fetch/shown-address.ts'
import { type Addition, addFeed, type Subscribe } from '../subscribe/add-feed.ts'
import type { CommandContext } from './context.ts'
import { type OutputOptions, show, withProgress } from './output.ts'
import { withApp } from './with-app.ts'

/** 0 when every address led to a feed that is subscribed now; else 1, and what is wrong with the others. */
export function add(
  context: CommandContext,
  typed: readonly string[],
  options: OutputOptions,
): Promise<number> {
  return withApp(context, async ({ store }, config) => {
    const subscribe: Subscribe = async (feed) => (await store.importFeeds([feed], Date.now())) > 0
    const additions = await withProgress(
      context,
      () => `looking at ${typed.length === 1 ? shownText(typed[0]!) : `${typed.length} addresses`}`,
      () => addAll(config, typed, subscribe),
    )
    show(context, options, additions, additions.flatMap(describe))
    return additions.every(({ subscribed }) => subscribed !== 'not') ? 0 : 1
  })
}

/** One after another: they may be of one host. */
async function addAll(config: Config, typed: readonly string[], subscribe: Subscribe): Promise<Addition[]> {
  const fetcher = createFetcherFor(config)
  try {
    const additions: Addition[] = []
    for (const address of typed) additions.push(await addFeed(fetcher, address, subscribe))
    return additions
  } finally {
    fetcher.close()
  }
}

function describe({ url, subscribed, reason, alsoOffered }: Addition): string[] {
  if (url === null) return [reason!]
  return [
    subscribed === 'now' ? `subscribed to ${url}` : `${url} was subscribed before`,
    ...alsoOffered.map((other) => `  also offered: ${other}`),
  ]
}
