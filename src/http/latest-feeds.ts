/** Answers with the newest stories: what is ready costs its visitor nothing. */
import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { StoryPages } from '../contract/store.ts'
import { isFresh } from './conditional.ts'
import { createDeltas } from './deltas.ts'
import { answerTo, type Format, send, sendDelta } from './feed-answers.ts'
import type { FeedDocument, FeedDocuments, FeedOrder } from './feed-documents.ts'
import { caching, type View } from './feed-views.ts'
import type { Links } from './links.ts'
import { asPage } from './page-answers.ts'
import { feedView, type ShownFeed } from './pages/feed-view.ts'
import { charge } from './protect.ts'
import type { Rate } from './rate.ts'
import { createReadyDocuments } from './ready-documents.ts'
import type { Shortcut } from './shortcut.ts'

export interface LatestDeps {
  readonly documents: Pick<FeedDocuments, 'latest'>
  readonly pages: Pick<StoryPages, 'version'>
  readonly links: Pick<Links, 'prefix'>
  /** What a document that must be made first is taken from. */
  readonly rate: Rate
  /** By which the newest stories, once they are ready, are sent from then on. */
  readonly shortcut: Shortcut
}

/** What a request asks for. */
interface Asked {
  readonly order: FeedOrder
  readonly view: View
  readonly format: Format
}

type AnswerLatest = (asked: Asked, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

const FRESH = 'max-age=60, stale-while-revalidate=600, stale-if-error=86400'

const KEPT_DELTAS = 300

export function createLatest({ documents, pages, links, rate, shortcut }: LatestDeps): AnswerLatest {
  const deltas = createDeltas(KEPT_DELTAS)
  const latest = async (order: FeedOrder): Promise<FeedDocument> => {
    const document = await documents.latest(order)
    deltas.remember(document.etag, document.stories)
    return document
  }
  const ready = createReadyDocuments(latest, () => pages.version())

  /** The same request is answered before routing as long as the same document is ready. */
  function shorten({ view, format }: Asked, how: string, request: FastifyRequest, reply: FastifyReply): void {
    const others = reply.getHeaders() as OutgoingHttpHeaders
    shortcut.remember(request, async (again, response) => {
      const known = await ready.peek(view.address)
      if (known === undefined) return null
      const { status, headers, body } = await answerTo(again, format, known, how)
      response.writeHead(status, { ...others, ...headers }).end(body)
      return status
    })
  }

  return async (asked, request, reply) => {
    const { order, view, format } = asked
    if (isForPeople(request, format)) {
      charge(rate, request)
      return showFeed(reply, asked, await documents.latest({ ...order, format: 'feed.json' }), links)
    }
    const document = await ready.get(order, view.address, () => charge(rate, request))
    const { etag, lastModified, stories } = document
    const news = isFresh(request, etag, lastModified) ? null : deltas.newStories(request, stories)
    if (news !== null) {
      const { body } = await documents.latest(order, news)
      return sendDelta(request, reply, format, document, body)
    }
    const how = caching(view, order, FRESH)
    shorten(asked, how, request, reply)
    return send(reply, answerTo(request, format, document, how))
  }
}

/**
 * A browser that somebody leads to a feed says so (https://www.w3.org/TR/fetch-metadata/), a feed reader never does, also
 * one that runs in a browser. Browsers show no links in XML.
 */
function isForPeople({ headers }: FastifyRequest, { ending }: Format): boolean {
  return headers['sec-fetch-dest'] === 'document' && ending !== '.json'
}

function showFeed(
  reply: FastifyReply,
  { order, view }: Asked,
  { body }: FeedDocument,
  { prefix }: Pick<Links, 'prefix'>,
): FastifyReply {
  const shown = JSON.parse(Buffer.from(body).toString()) as ShownFeed
  reply.headers({ 'cache-control': caching(view, order, 'max-age=60'), vary: 'sec-fetch-dest' })
  return asPage(reply).send(feedView(prefix, view.address, shown))
}
