import { readFileSync } from 'node:fs'
import { parseOpml } from 'feedsmith'
import { toSubscription } from '../app.ts'
import { ConfigError } from '../config/load-config.ts'
import type { Subscription } from '../model.ts'
import { writeOpml } from '../publish/opml.ts'
import type { CommandContext } from './context.ts'
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
  return withApp(context, async ({ pages }, config) => {
    context.print(writeOpml(config.server.title, await pages.feeds()))
    return 0
  })
}

interface Outline {
  readonly text?: string
  readonly title?: string
  readonly xmlUrl?: string
  readonly category?: string
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
  return outlines.flatMap(({ text, title, xmlUrl, category, outlines: inner = [] }) => {
    const name = title ?? text ?? ''
    if (!xmlUrl) return collect(inner, [...groups, groupName(name)].filter(Boolean))
    if (!URL.canParse(xmlUrl) || !/^https?:$/.test(new URL(xmlUrl).protocol)) return []
    const found = [...new Set([...groups, ...categories(category)])]
    return [
      toSubscription({
        url: xmlUrl,
        outlet: name || null,
        groups: found,
        match: 'auto',
        allowPrivateAddresses: false,
      }),
    ]
  })
}

/** As a group stands in an address: letters, digits, dots, hyphens, underscores. */
function groupName(text: string): string {
  return text
    .trim()
    .replace(/^\/+|\/+$/g, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
}

/** `/news,/world` → news, world. */
function categories(text = ''): string[] {
  return text.split(',').map(groupName).filter(Boolean)
}
