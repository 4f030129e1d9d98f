import { parseAtomFeed } from 'feedsmith'
import { onTestFinished } from 'vitest'
import { createActions } from '../../src/daemon/actions.ts'
import { serve } from '../support/server.ts'
import type { TestStore } from '../support/store.ts'

/** An entry as a reader keeps it. */
interface SeenEntry {
  readonly id: string
  readonly title: string
  readonly link: string | undefined
  /** To the second: finer parts only keep entries' times apart. */
  readonly updated: string
  readonly content: string
}

interface Subscriber {
  /** What the merged feed holds now, newest first. */
  read(query?: string): Promise<SeenEntry[]>
  /** The ids that earlier reads did not show: what a reader shows as unread. */
  unread(): Promise<string[]>
  readonly documents: Documents
}

interface Documents {
  /**
   * Reads the shortest feed of this scope that leads into its archive, then all of that; where none leads there, the
   * feed with everything. `stories`: how many there are at most.
   */
  walk(scope: string, query: string, stories: number): Promise<Walked>
}

interface Walked {
  readonly latest: readonly string[]
  readonly archived: readonly string[]
  /** The ids that each archived page holds, and where it leads on to, by its address. */
  readonly pages: readonly (readonly [string, string])[]
}

interface JsonPage {
  readonly items: readonly { readonly id: string }[]
  readonly next_url?: string
}

const OFFLINE = { fetchDocument: () => Promise.reject(new Error('nobody fetches here')) }

/** Someone who follows the merged feed over HTTP, as a reader does: it remembers ids. */
export async function subscribeTo({ pages, store }: Pick<TestStore, 'pages' | 'store'>): Promise<Subscriber> {
  const server = await serve(
    null,
    {},
    {
      pages,
      actions: createActions({
        store,
        now: Date.now,
        fetcher: OFFLINE,
        pollAll: async () => {},
        announce: async () => {},
      }),
    },
  )
  onTestFinished(() => server.close())
  const json = async (url: string) => (await server.inject(url)).json() as JsonPage
  const seen = new Set<string>()
  const read = async (query = '') => {
    const answer = await server.inject(`/atom.xml${query}`)
    return (parseAtomFeed(answer.body).entries ?? []).map((entry) => ({
      id: entry.id ?? '',
      title: entry.title?.value ?? '',
      link: entry.links?.find((link) => link.rel === 'alternate' || link.rel === undefined)?.href,
      updated: String(entry.updated).slice(0, 19),
      content: entry.content?.value ?? '',
    }))
  }
  return {
    read,
    documents: { walk: (scope, query, stories) => walk(json, `${scope}/feed.json?${query}`, stories) },
    unread: async () => {
      const fresh = (await read()).map((entry) => entry.id).filter((id) => !seen.has(id))
      for (const id of fresh) seen.add(id)
      return fresh
    },
  }
}

async function walk(
  json: (url: string) => Promise<JsonPage>,
  feed: string,
  stories: number,
): Promise<Walked> {
  const ofLength = (limit: number) => json(`${feed}&limit=${limit}`)
  let [short, long] = [1, Math.max(1, stories)]
  while (short < long) {
    const middle = Math.floor((short + long) / 2)
    if ((await ofLength(middle)).next_url === undefined) short = middle + 1
    else long = middle
  }
  const first = await ofLength(short)
  const pages: { url: string; ids: string[]; next: string }[] = []
  for (let next = first.next_url; next !== undefined; ) {
    const url = next.replace('https://wire.example', '')
    const page = await json(url)
    next = page.next_url
    pages.push({ url, ids: idsOf(page), next: next ?? '' })
  }
  return {
    latest: idsOf(first),
    archived: pages.flatMap(({ ids }) => ids),
    pages: pages.map(({ url, ids, next }) => [url, [...ids, next].join(' ')]),
  }
}

function idsOf({ items }: JsonPage): string[] {
  return items.map(({ id }) => id.replace('tag:wirefold,2026:story/', ''))
}
