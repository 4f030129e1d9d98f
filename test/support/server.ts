import type { FastifyInstance } from 'fastify'
import { Registry } from 'prom-client'
import { excerptsOf } from '../../src/http/excerpts.ts'
import { createFeedDocuments } from '../../src/http/feed-documents.ts'
import { createLinks } from '../../src/http/links.ts'
import { createServer, type ServerConfig, type ServerDeps } from '../../src/http/server.ts'
import { sideBySide } from '../../src/match/side-by-side.ts'
import { spellSum } from '../../src/match/spelled-sum.ts'
import { createStoryPages } from '../../src/store/sqlite/pages/story-pages.ts'
import type { Newsdesk } from './newsdesk.ts'

const refuse = async () => ({ ok: false, reason: 'not here' }) as const
export const NO_ACTIONS = {
  merge: refuse,
  split: refuse,
  undo: refuse,
  addFeed: refuse,
  importOpml: refuse,
  pollAll: refuse,
}

/** The server over a newsdesk's database, else over the `pages` that are given, not listening; nothing is replaced. */
export function serve(
  desk: Pick<Newsdesk, 'reader'> | null,
  config: Partial<ServerConfig> = {},
  deps: Partial<ServerDeps> = {},
): Promise<FastifyInstance> {
  const pages = deps.pages ?? createStoryPages(desk!.reader)
  const stripAgency = (title: string) => title.replace(/^The Fable Line: /, '')
  const whole: ServerConfig = {
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'https://wire.example',
    title: 'Test wire',
    token: null,
    hubs: [],
    titles: 'clean',
    trustProxy: false,
    hosts: [],
    timeZone: 'UTC',
    rateLimit: 600,
    namedFeeds: [],
    excerptOnly: [],
    ...config,
  }
  return createServer(whole, {
    pages,
    documents: createFeedDocuments({
      ...whole,
      pages,
      links: createLinks(whole.publicUrl, { hosts: whole.hosts }),
      excerptOnly: excerptsOf(whole.excerptOnly),
      cleanTitle: whole.titles === 'clean' ? stripAgency : (title) => title,
    }),
    actions: NO_ACTIONS,
    status: async () => ({ lastRoundAt: null, problems: [] }),
    stripAgency,
    sideBySide,
    spellSum,
    registry: new Registry(),
    log: false,
    now: Date.now,
    ...deps,
  })
}
