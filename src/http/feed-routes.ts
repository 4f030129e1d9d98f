/** Routes of the merged feed, its groups and its archive, each in three formats. */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StoryPages } from '../contract/store.ts'
import { createCache } from './cache.ts'
import { type CodedBody, chooseCoding, codedTag, createCodedBody } from './codings.ts'
import { createModificationTimes, isFresh, tagHeld, validators } from './conditional.ts'
import { createDeltas, type Deltas } from './deltas.ts'
import {
  type FeedDocument,
  type FeedDocuments,
  type FeedOrder,
  type FormatName,
  feedPath,
} from './feed-documents.ts'
import type { Links } from './links.ts'
import { findNamedFeed, type NamedFeed } from './named-feeds.ts'
import { asPage } from './page-answers.ts'
import { feedView, type ShownFeed } from './pages/feed-view.ts'
import { charge } from './protect.ts'
import type { Rate } from './rate.ts'
import { readSelection } from './selection.ts'
import type { Shortcut } from './shortcut.ts'

export interface FeedRoutes {
  readonly documents: FeedDocuments
  readonly pages: Pick<StoryPages, 'version'>
  readonly links: Links
  readonly named: readonly NamedFeed[]
  /** What a document that must be made first is taken from. */
  readonly rate: Rate
  /** By which the newest stories, once they are ready, are sent from then on. */
  readonly shortcut: Shortcut
}

interface Format {
  readonly file: FormatName
  /** Of the named feeds. */
  readonly ending: string
  readonly type: string
  /** What browsers are given: they show a stylesheet only with this one. */
  readonly browserType: string
}

const FORMATS: readonly Format[] = [
  { file: 'rss.xml', ending: '.xml', type: 'application/rss+xml', browserType: 'application/xml' },
  { file: 'atom.xml', ending: '.atom', type: 'application/atom+xml', browserType: 'application/xml' },
  { file: 'feed.json', ending: '.json', type: 'application/feed+json', browserType: 'application/json' },
]

const FRESH = 'max-age=60, stale-while-revalidate=600, stale-if-error=86400'
const FROZEN = 'max-age=31536000, immutable'

/** Documents are kept until something is published; all codings count. */
const KEPT_BYTES = 64 * 1024 * 1024
const KEPT_TIMES = 1000
const KEPT_VIEWS = 1000
const KEPT_DELTAS = 300

/** A document that is ready to be sent. */
interface Ready extends Omit<FeedDocument, 'body'> {
  readonly coded: CodedBody
  readonly size: number
}

export function addFeedRoutes(app: FastifyInstance, context: FeedRoutes): void {
  const latest = createLatest(context)
  for (const format of FORMATS) {
    for (const path of [
      `/${format.file}`,
      `/groups/:group/${format.file}`,
      `/feeds/:named(^.+)${format.ending}`,
    ]) {
      app.get(path, { config: { cost: 'on work', isOpen: true } }, async (request, reply) => {
        return latest(orderOf(context, request, format), format, request, reply)
      })
    }
    for (const scope of ['', '/groups/:group', '/feeds/:named']) {
      app.get(
        `${scope}/archive/:page/${format.file}`,
        { config: { isOpen: true } },
        async (request, reply) => {
          const order = orderOf(context, request, format)
          const { page } = request.params as { page: string }
          const found = await context.documents.archived(order, page)
          if ('elsewhere' in found)
            return reply.header('cache-control', 'no-store').redirect(found.elsewhere, 307)
          const view = context.links.seenFrom(order.host)
          return send(
            reply,
            answerTo(request, format, makeReady(found, undefined), caching(view, order, FROZEN)),
          )
        },
      )
    }
  }
}

function orderOf({ named: feeds, rate }: FeedRoutes, request: FastifyRequest, { file }: Format): FeedOrder {
  const { group = null, named } = request.params as { group?: string; named?: string }
  const { url, headers } = request
  const query = request.query as FeedOrder['query']
  return {
    format: file,
    group,
    named:
      named === undefined
        ? null
        : chargingRefusals(rate, request, () => findNamedFeed(feeds, named, query.token)),
    url,
    query,
    host: headers.host ?? '',
  }
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

/**
 * A browser that somebody leads to a feed says so (https://www.w3.org/TR/fetch-metadata/), a feed reader never does, also
 * one that runs in a browser. Browsers show no links in XML.
 */
function isForPeople({ headers }: FastifyRequest, { ending }: Format): boolean {
  return headers['sec-fetch-dest'] === 'document' && ending !== '.json'
}

/** How a client sees this server. */
interface View {
  /** The document that it asks for: parameters that mean nothing make no other. */
  readonly address: string
  readonly mayBeShared: boolean
}

/**
 * Reading addresses takes longer than sending what is ready, so what they came to is remembered. Throws HttpError where one
 * asks for what is no filter.
 */
function createViews(links: Links): (order: FeedOrder) => View {
  const known = new Map<string, View>()
  return (order) => {
    const asked = `${order.host} ${order.format} ${order.url}`
    const seen = known.get(asked)
    if (seen !== undefined) return seen
    readSelection(order.query) // what is no filter is refused, also where the document without it is ready
    const own = links.seenFrom(order.host)
    const view = { address: own.absolute(feedPath(order)), mayBeShared: own.mayBeShared }
    if (known.size >= KEPT_VIEWS) known.clear()
    known.set(asked, view)
    return view
  }
}

/** What only some may read, and what holds addresses of the client's choice, is kept by no shared cache. */
function caching({ mayBeShared }: Pick<View, 'mayBeShared'>, { named }: FeedOrder, how: string): string {
  return `${!named?.token && mayBeShared ? 'public' : 'private'}, ${how}`
}

/** Answers with the newest stories: what is ready costs nothing. */
function createLatest(context: FeedRoutes) {
  const { documents, pages, links, rate, shortcut } = context
  const cache = createCache<Ready>(KEPT_BYTES)
  const modified = createModificationTimes(KEPT_TIMES)
  const deltas = createDeltas(KEPT_DELTAS)
  const make = async (order: FeedOrder, address: string, older: Ready | undefined): Promise<Ready> => {
    const made = await documents.latest(order)
    const { etag, lastModified, stories } = made
    deltas.remember(etag, stories)
    const at = lastModified === null ? null : modified(address, etag, lastModified)
    return makeReady({ ...made, lastModified: at }, older)
  }
  const viewOf = createViews(links)
  const versionNow = oncePerTurn(() => pages.version())
  return async (order: FeedOrder, format: Format, request: FastifyRequest, reply: FastifyReply) => {
    const view = chargingRefusals(rate, request, () => viewOf(order))
    const { address } = view
    if (isForPeople(request, format)) {
      charge(rate, request)
      const { body } = await documents.latest({ ...order, format: 'feed.json' })
      const shown = JSON.parse(Buffer.from(body).toString()) as ShownFeed
      reply.headers({ 'cache-control': caching(view, order, 'max-age=60'), vary: 'sec-fetch-dest' })
      return asPage(reply).send(feedView(links.prefix, address, shown))
    }
    const version = await pages.version()
    let ready = cache.peek(address, version)
    if (ready === undefined) {
      charge(rate, request)
      ready = await cache.get(address, version, (older) => make(order, address, older))
    }
    const news = newStories(deltas, request, ready)
    if (news === null) {
      const how = caching(view, order, FRESH)
      const others = reply.getHeaders() as OutgoingHttpHeaders
      shortcut.remember(request, async (asked, response) => {
        const known = cache.peek(address, await versionNow())
        if (known === undefined) return null
        const { status, headers, body } = await answerTo(asked, format, known, how)
        response.writeHead(status, { ...others, ...headers }).end(body)
        return status
      })
      return send(reply, answerTo(request, format, ready, how))
    }
    const { body } = await documents.latest(order, news)
    return sendDelta(request, reply, format, ready, body)
  }
}

/** Requests that come in at one turn of the event loop share one look into the database. */
function oncePerTurn<T>(look: () => Promise<T>): () => Promise<T> {
  let looked: Promise<T> | undefined
  const forget = () => {
    looked = undefined
  }
  return () => {
    if (looked === undefined) setImmediate(forget)
    looked ??= look()
    return looked
  }
}

function makeReady({ body, ...document }: FeedDocument, older: Ready | undefined): Ready {
  const coded = older?.etag === document.etag ? older.coded : createCodedBody(body, document.etag)
  return {
    ...document,
    coded,
    get size() {
      return coded.size
    },
  }
}

function newStories(deltas: Deltas, request: FastifyRequest, { stories, etag, lastModified }: Ready) {
  return isFresh(request, etag, lastModified) ? null : deltas.newStories(request, stories)
}

interface Answer {
  readonly status: number
  readonly headers: OutgoingHttpHeaders
  readonly body?: Buffer
}

/** 200 with the document, or 304 where the client has it. */
async function answerTo(
  request: Pick<IncomingMessage, 'headers'>,
  format: Format,
  { coded, etag, lastModified, link }: Ready,
  cacheControl: string,
): Promise<Answer> {
  if (isFresh(request, etag, lastModified)) {
    const headers = validators(tagHeld(request, etag), lastModified, cacheControl)
    return { status: 304, headers: { ...headers, link } }
  }
  const coding = coded.codingFor(chooseCoding(request.headers['accept-encoding']))
  const body = await coded.in(coding)
  const headers = {
    ...validators(codedTag(etag, coding), lastModified, cacheControl),
    link,
    'content-type': typeFor(request, format),
    'content-length': body.length,
    ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
  }
  return { status: 200, headers, body }
}

/** With what hooks have put beside the document's own headers. */
async function send(reply: FastifyReply, answering: Promise<Answer>): Promise<FastifyReply> {
  const { status, headers, body } = await answering
  return reply.code(status).headers(headers).send(body)
}

/** 226 with what is new to a client that asked for that. */
function sendDelta(
  request: FastifyRequest,
  reply: FastifyReply,
  format: Format,
  { etag, link }: Ready,
  body: Uint8Array,
): FastifyReply {
  reply.headers(validators(etag, null, 'no-store'))
  reply.header('link', link).header('im', 'feed').type(typeFor(request, format))
  return reply.code(226).send(body)
}

function typeFor({ headers }: Pick<IncomingMessage, 'headers'>, { type, browserType }: Format): string {
  return `${headers.accept?.includes('text/html') ? browserType : type}; charset=utf-8`
}
