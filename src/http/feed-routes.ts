/** Routes of the merged feed, its groups and its archive, each in three formats. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answerTo, FORMATS, type Format, makeReady, send } from './feed-answers.ts'
import type { FeedDocuments, FeedOrder } from './feed-documents.ts'
import { caching, createViews } from './feed-views.ts'
import { createLatest, type LatestDeps } from './latest-feeds.ts'
import type { Links } from './links.ts'
import { findNamedFeed, type NamedFeed } from './named-feeds.ts'
import { charge } from './protect.ts'
import type { Rate } from './rate.ts'

interface FeedRoutes extends LatestDeps {
  readonly documents: FeedDocuments
  readonly links: Links
  readonly named: readonly NamedFeed[]
}

const FROZEN = 'max-age=31536000, immutable'

export function addFeedRoutes(app: FastifyInstance, context: FeedRoutes): void {
  addLatestRoutes(app, context)
  addArchiveRoutes(app, context)
}

function addLatestRoutes(app: FastifyInstance, context: FeedRoutes): void {
  const latest = createLatest(context)
  const viewOf = createViews(context.links)
  const options = { config: { cost: 'on work', isOpen: true } } as const
  for (const format of FORMATS) {
    const { file, ending } = format
    for (const path of [`/${file}`, `/groups/:group/${file}`, `/feeds/:named(^.+)${ending}`]) {
      app.get(path, options, async (request, reply) => {
        const order = orderOf(context, request, format)
        const view = chargingRefusals(context.rate, request, () => viewOf(order))
        return latest({ order, view, format }, request, reply)
      })
    }
  }
}

function addArchiveRoutes(app: FastifyInstance, context: FeedRoutes): void {
  const { documents, links } = context
  for (const format of FORMATS) {
    for (const scope of ['', '/groups/:group', '/feeds/:named']) {
      const path = `${scope}/archive/:page/${format.file}`
      app.get(path, { config: { isOpen: true } }, async (request, reply) => {
        const order = orderOf(context, request, format)
        const { page } = request.params as { page: string }
        const found = await documents.archived(order, page)
        if ('elsewhere' in found)
          return reply.header('cache-control', 'no-store').redirect(found.elsewhere, 307)
        const how = caching(links.seenFrom(order.host), order, FROZEN)
        return send(reply, answerTo(request, format, makeReady(found, undefined), how))
      })
    }
  }
}

function orderOf({ named: feeds, rate }: FeedRoutes, request: FastifyRequest, { file }: Format): FeedOrder {
  const { group = null, named: name } = request.params as { group?: string; named?: string }
  const { url, headers } = request
  const query = request.query as FeedOrder['query']
  const find = (name: string) =>
    chargingRefusals(rate, request, () => findNamedFeed(feeds, name, query.token))
  const named = name === undefined ? null : find(name)
  return { format: file, group, named, url, query, host: headers.host ?? '' }
}

/** Guesses, and requests that are at fault, cost what they would bring. */
function chargingRefusals<T>(rate: Rate, request: FastifyRequest, work: () => T): T {
  try {
    return work()
  } catch (error) {
    charge(rate, request)
    throw error
  }
}
