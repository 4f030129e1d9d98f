/** Tells hubs of every feed document that names them, whenever what is published has changed. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'
import type { StoryPages } from '../contract/store.ts'
import type { WorkerStore } from '../contract/workers.ts'
import { FORMAT_NAMES, feedPath } from '../http/feed-documents.ts'
import type { NamedFeed } from '../http/named-feeds.ts'
import { createHubPings } from './hub-pings.ts'

export interface Announcements {
  /** What is published changed. Resolves when hubs are about to be told; never rejects. */
  announce(): Promise<void>
  /** From now on, hubs are told of what other processes change, too. */
  follow(): void
  /** Tells what is still to be told, once, and gives up the rest. */
  close(): Promise<void>
}

interface AnnouncementDeps {
  readonly pages: Pick<StoryPages, 'groups' | 'watch'>
  readonly store: Pick<WorkerStore, 'claimAnnouncement'>
  readonly publicUrl: string
  readonly log: Logger
  /** What keeps hubs from being told, or null. */
  readonly report: (problem: string | null) => void
  /** How long what other processes change is gathered, before hubs are told of it. */
  readonly gatherMs: number
}

const ANSWER_MS = 30_000

export function createAnnouncements(
  { server, namedFeeds }: Config,
  { pages, store, publicUrl, log, report, gatherMs }: AnnouncementDeps,
): Announcements {
  const hubs = createHubPings(server.hubs, {
    post,
    wait: (ms, signal) => wait(ms, undefined, { signal }),
    log,
    report,
  })
  const base = publicUrl.replace(/\/+$/, '')
  const announce = async () => {
    if (server.hubs.length === 0) return
    if (!(await store.claimAnnouncement().catch(() => true))) return // another worker tells them
    const groups = await pages.groups().catch((): readonly string[] => [])
    hubs.changed(topics(groups, namedFeeds).map((path) => base + path))
  }
  let timer: NodeJS.Timeout | undefined
  let unwatch = () => {}
  const announceSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      void announce()
    }, gatherMs)
  }
  return {
    announce,
    follow() {
      unwatch()
      unwatch = pages.watch(announceSoon)
    },
    close() {
      unwatch()
      clearTimeout(timer)
      return hubs.close()
    },
  }
}

/**
 * The merged feed's documents, each group's and each named feed's. Filters and private feeds are not announced, and their
 * documents name no hub.
 */
function topics(groups: readonly string[], namedFeeds: readonly NamedFeed[]): string[] {
  const feeds = [
    ...[null, ...groups].map((group) => ({ group, named: null })),
    ...namedFeeds.filter(({ token }) => token === null).map((named) => ({ group: null, named })),
  ]
  return feeds.flatMap((feed) => FORMAT_NAMES.map((format) => feedPath({ ...feed, format, url: '' })))
}

async function post(url: string, form: URLSearchParams, signal: AbortSignal): Promise<number> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)])
  const answer = await fetch(url, { method: 'POST', body: form, signal: patience, redirect: 'manual' })
  await answer.body?.cancel()
  return answer.status
}
