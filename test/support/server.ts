import type { FastifyInstance } from 'fastify'
import { Registry } from 'prom-client'
import { createFeedDocuments } from '../../src/http/feed-documents.ts'
import { createLinks } from '../../src/http/links.ts'
import { createServer, type ServerConfig, type ServerDeps } from '../../src/http/server.ts'
import { createStoryPages } from '../../src/store/pages/story-pages.ts'
import type { Newsdesk } from './newsdesk.ts'

/** The server over a newsdesk's database, not listening; nothing of it is replaced. */
export function serve(
  desk: Newsdesk,
  config: Partial<ServerConfig> = {},
  deps: Partial<ServerDeps> = {},
): Promise<FastifyInstance> {
  const pages = deps.pages ?? createStoryPages(desk.reader)
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
    rateLimit: 600,
    ...config,
  }
  return createServer(whole, {
    pages,
    documents: createFeedDocuments({
      ...whole,
      pages,
      links: createLinks(whole.publicUrl),
      cleanTitle: whole.titles === 'clean' ? stripAgency : (title) => title,
    }),
    actions: {
      merge: async () => ({ ok: false, reason: 'not here' }),
      split: async () => ({ ok: false, reason: 'not here' }),
      undo: async () => ({ ok: false, reason: 'not here' }),
    },
    status: async () => ({ lastRoundAt: null, problems: [] }),
    stripAgency,
    registry: new Registry(),
    log: false,
    now: Date.now,
    ...deps,
  })
}
