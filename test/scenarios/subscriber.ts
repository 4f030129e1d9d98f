import { parseAtomFeed } from 'feedsmith'
import { onTestFinished } from 'vitest'
import { createActions } from '../../src/actions.ts'
import { openReadOnly } from '../../src/store/open.ts'
import type { Newsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'
import type { TestStore } from '../support/store.ts'

/** An entry as a reader keeps it. */
export interface SeenEntry {
  readonly id: string
  readonly title: string
  readonly link: string | undefined
  /** To the second: finer parts only keep entries' times apart. */
  readonly updated: string
  readonly content: string
}

export interface Subscriber {
  /** What the merged feed holds now, newest first. */
  read(query?: string): Promise<SeenEntry[]>
  /** The ids that earlier reads did not show: what a reader shows as unread. */
  unread(): Promise<string[]>
}

/** Someone who follows the merged feed over HTTP, as a reader does: it remembers ids. */
export async function subscribeTo({ file, store }: TestStore): Promise<Subscriber> {
  const reader = openReadOnly(file)
  const server = await serve({ reader } as Newsdesk, {}, { actions: createActions(store, Date.now) })
  onTestFinished(async () => {
    await server.close()
    reader.close()
  })
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
    unread: async () => {
      const fresh = (await read()).map((entry) => entry.id).filter((id) => !seen.has(id))
      for (const id of fresh) seen.add(id)
      return fresh
    },
  }
}
