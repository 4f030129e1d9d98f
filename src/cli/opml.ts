import { readFileSync } from 'node:fs'
import { generateOpml, parseOpml } from 'feedsmith'
import { toSubscription } from '../app.ts'
import { ConfigError } from '../config/load-config.ts'
import type { FeedStatus, Subscription } from '../model.ts'
import type { CommandContext } from './program.ts'
import { withApp } from './with-app.ts'

export function importOpml(context: CommandContext, file: string): Promise<number> {
  const subscriptions = readOpml(file)
  return withApp(context, async ({ store }) => {
    await store.importFeeds(subscriptions, Date.now())
    context.print(`${subscriptions.length} feeds subscribed from ${file}`)
    return 0
  })
}

export function exportOpml(context: CommandContext): Promise<number> {
  return withApp(context, async ({ store }, config) => {
    context.print(writeOpml(config.server.title, await store.listFeeds()))
    return 0
  })
}

/** The subscriptions as OPML 2.0, without credentials; a feed stands once under each of its groups. */
export function writeOpml(title: string, feeds: readonly FeedStatus[]): string {
  const outline = (feed: FeedStatus) => ({
    text: feed.outlet,
    title: feed.outlet,
    type: 'rss',
    xmlUrl: feed.url,
    ...(feed.siteLink && { htmlUrl: feed.siteLink }),
  })
  const groups = [...new Set(feeds.flatMap((feed) => feed.groups))].sort()
  const grouped = groups.map((group) => ({
    text: group,
    outlines: feeds.filter((feed) => feed.groups.includes(group)).map(outline),
  }))
  const loose = feeds.filter((feed) => feed.groups.length === 0).map(outline)
  return generateOpml({ head: { title }, body: { outlines: [...grouped, ...loose] } })
}

interface Outline {
  readonly text?: string
  readonly title?: string
  readonly xmlUrl?: string
  readonly outlines?: readonly Outline[]
}

function readOpml(file: string): Subscription[] {
  try {
    const found = collect(parseOpml(readFileSync(file, 'utf8')).body?.outlines ?? [], [])
    const merged = new Map<string, Subscription>()
    for (const each of found) {
      const groups = [...new Set([...(merged.get(each.url)?.groups ?? []), ...each.groups])]
      merged.set(each.url, { ...each, groups })
    }
    if (merged.size > 0) return [...merged.values()]
  } catch (error) {
    throw new ConfigError(`cannot read ${file}: ${(error as Error).message}`)
  }
  throw new ConfigError(`${file} names no feed (an OPML outline with an http or https xmlUrl)`)
}

/** An outline without an address is a group for those inside it. */
function collect(outlines: readonly Outline[], groups: readonly string[]): Subscription[] {
  return outlines.flatMap(({ text, title, xmlUrl, outlines: inner = [] }) => {
    const name = title ?? text ?? ''
    if (!xmlUrl) return collect(inner, name ? [...groups, groupName(name)] : groups)
    if (!URL.canParse(xmlUrl) || !/^https?:$/.test(new URL(xmlUrl).protocol)) return []
    const feed = {
      url: xmlUrl,
      outlet: name || null,
      groups: [...groups],
      match: 'auto',
      allowPrivateAddresses: false,
    } as const
    return [toSubscription(feed)]
  })
}

/** As a group stands in an address: letters, digits, dots, hyphens, underscores. */
function groupName(text: string): string {
  return text.trim().replace(/[^\p{L}\p{N}._-]+/gu, '-')
}
