import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StoryFilter, StoryPages } from '../contract.ts'
import type { Story } from '../model.ts'
import { writeAtom } from '../publish/atom.ts'
import type { ArchiveLinks, Channel } from '../publish/channel.ts'
import { type CleanTitle, type Entry, toEntry } from '../publish/entry.ts'
import { writeJsonFeed } from '../publish/json-feed.ts'
import { writeRss } from '../publish/rss.ts'
import { createCache } from './cache.ts'
import { createModificationTimes, etagOf, isFresh, setValidators } from './conditional.ts'
import { createDeltas, type Deltas } from './deltas.ts'
import { HttpError } from './errors.ts'
import { groupPath, type Links } from './links.ts'
import { withKnownOutlets } from './outlets.ts'
import { ARCHIVE_FILTERS, FILTERS, readSelection, type Selection, selectionQuery } from './selection.ts'

export interface FeedContext {
  readonly pages: StoryPages
  readonly links: Links
  readonly title: string
  readonly hubs: readonly string[]
  readonly cleanTitle: CleanTitle
}

interface Format {
  readonly file: string
  readonly type: string
  /** What browsers are given: they show a stylesheet only with this one. */
  readonly browserType: string
  readonly write: (channel: Channel, entries: readonly Entry[]) => string
}

const FORMATS: readonly Format[] = [
  { file: 'rss.xml', type: 'application/rss+xml', browserType: 'application/xml', write: writeRss },
  { file: 'atom.xml', type: 'application/atom+xml', browserType: 'application/xml', write: writeAtom },
  { file: 'feed.json', type: 'application/feed+json', browserType: 'application/json', write: writeJsonFeed },
]

const FRESH = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400'
const FROZEN = 'public, max-age=31536000, immutable'

/** A document, whole, with what is needed to answer conditional requests for it. */
interface Document {
  readonly channel: Channel
  readonly stories: readonly Story[]
  readonly body: string
  readonly etag: string
  readonly lastModified: number | null
}

/** Documents kept in memory until the database changes: readers ask far more often than there is news. */
const KEPT_DOCUMENTS = 16
const KEPT_TIMES = 1000
const KEPT_DELTAS = 300

interface FeedRequest {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly format: Format
  readonly group: string | null
  readonly selection: Selection
}

/** The merged feed, its groups and its archive, each in three formats. */
export function addFeedRoutes(app: FastifyInstance, configured: FeedContext): void {
  const cache = createCache<Document>(KEPT_DOCUMENTS)
  const modified = createModificationTimes(KEPT_TIMES)
  const deltas = createDeltas(KEPT_DELTAS)
  for (const format of FORMATS) {
    for (const scope of ['', '/groups/:group']) {
      app.get(`${scope}/${format.file}`, async (request, reply) => {
        const context = seenFrom(configured, request)
        const feed = await open(context, request, reply, format)
        const address = context.links.absolute(pathOf(feed)) // parameters that mean nothing make no other document
        const document = await cache(address, await context.pages.version(), async () => {
          const made = await latest(context, feed)
          const { etag, lastModified } = made
          deltas.remember(etag, made.stories)
          if (lastModified === null) return made
          return { ...made, lastModified: modified(address, etag, lastModified) }
        })
        return send(context, feed, document, deltas)
      })
      app.get(`${scope}/archive/:page/${format.file}`, async (request, reply) => {
        const context = seenFrom(configured, request)
        return archived(context, await open(context, request, reply, format))
      })
    }
  }
}

function seenFrom(context: FeedContext, request: FastifyRequest): FeedContext {
  return { ...context, links: context.links.seenFrom(request.headers.host ?? '') }
}

async function open(
  { pages }: FeedContext,
  request: FastifyRequest,
  reply: FastifyReply,
  format: Format,
): Promise<FeedRequest> {
  const { group = null } = request.params as { group?: string }
  const selection = await withKnownOutlets(pages, readSelection(request.query as Record<string, string>))
  if (group !== null && !(await pages.groups()).includes(group)) throw new HttpError(404, `no group ${group}`)
  return { request, reply, format, group, selection }
}

async function latest(context: FeedContext, feed: FeedRequest): Promise<Document> {
  const { selection } = feed
  const { stories, previousPage } = await context.pages.page(filterOf(feed), selection.limit)
  const previous = previousPage === null ? null : archiveUrl(context, feed, previousPage)
  const channel = channelOf(context, feed, pathOf(feed), { current: null, previous, next: null })
  return render(context, feed, channel, stories)
}

/** Where this feed is found, with the parameters that choose its stories and no others. */
function pathOf({ request, format, group }: FeedRequest): string {
  return `${groupPath(group)}/${format.file}${selectionQuery(request.url, FILTERS)}`
}

async function archived(context: FeedContext, feed: FeedRequest): Promise<FastifyReply> {
  const { request, reply, format, selection, group } = feed
  if (selection.query !== null)
    throw new HttpError(400, 'q: archived pages cannot be searched; ask the feed itself')
  const { page: given } = request.params as { page: string }
  const number = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : 0
  const page = number > 0 ? await context.pages.archived(number, filterOf(feed)) : null
  const query = selectionQuery(request.url, ARCHIVE_FILTERS)
  const current = context.links.absolute(`${groupPath(group)}/${format.file}${query}`)
  if (page === null) {
    // The newest page names its successor before there is one (it must never change): until then, that is the feed.
    if (number > 1 && (await context.pages.archived(number - 1, filterOf(feed))) !== null) {
      return reply.redirect(current, 307)
    }
    throw new HttpError(404, `no archived page ${given}`)
  }
  const channel = channelOf(context, feed, `${groupPath(group)}/archive/${number}/${format.file}${query}`, {
    current,
    previous: page.previousPage === null ? null : archiveUrl(context, feed, page.previousPage),
    next: archiveUrl(context, feed, number + 1),
  })
  const updatedAt = latestChange(page.stories) ?? page.frozenAt
  return send(context, feed, render(context, feed, { ...channel, updatedAt }, page.stories), null)
}

function filterOf({ group, selection }: FeedRequest): StoryFilter {
  const { outlets, withoutOutlets, query, minOutlets } = selection
  return { group, outlets, withoutOutlets, query, minOutlets }
}

function archiveUrl({ links }: FeedContext, { request, format, group }: FeedRequest, page: number): string {
  const query = selectionQuery(request.url, ARCHIVE_FILTERS)
  return links.absolute(`${groupPath(group)}/archive/${page}/${format.file}${query}`)
}

function channelOf(
  { links, title, hubs }: FeedContext,
  { request, group, selection }: FeedRequest,
  path: string,
  archive: ArchiveLinks,
): Channel {
  const scope = groupPath(group)
  return {
    id: links.feedId(scope, selectionQuery(request.url, ['q', ...ARCHIVE_FILTERS])),
    title: [title, group, ...describe(selection)].filter((part) => part !== null).join(': '),
    description: `${title}: every story once, with all who carry it`,
    homeUrl: links.absolute(scope || '/'),
    selfUrl: links.absolute(path),
    hubs,
    stylesheetUrl: links.absolute('/feed.css'),
    updatedAt: null,
    archive,
  }
}

function describe({ outlets, withoutOutlets, query, minOutlets }: Selection): (string | null)[] {
  return [
    outlets.length > 0 ? outlets.join(' or ') : null,
    withoutOutlets.length > 0 ? `without ${withoutOutlets.join(', ')}` : null,
    query,
    minOutlets > 1 ? `in ${minOutlets} outlets or more` : null,
  ]
}

function render(
  context: FeedContext,
  { format }: FeedRequest,
  shell: Channel,
  stories: readonly Story[],
): Document {
  const lastModified = latestChange(stories)
  const channel = { ...shell, updatedAt: shell.updatedAt ?? lastModified }
  const body = format.write(channel, entriesOf(context, stories))
  return { channel, stories, body, etag: etagOf(body), lastModified }
}

function latestChange(stories: readonly Story[]): number | null {
  return stories.length === 0 ? null : Math.max(...stories.map((story) => story.changedAt))
}

function entriesOf({ links, cleanTitle }: FeedContext, stories: readonly Story[]): Entry[] {
  return stories.map((story) => toEntry(story, { permalink: links.story, cleanTitle }))
}

/** 200 with the document, 304 where the client has it, 226 with what is new where it asked for that. */
function send(
  context: FeedContext,
  { request, reply, format }: FeedRequest,
  { channel, stories, body, etag, lastModified }: Document,
  deltas: Deltas | null,
): FastifyReply {
  setValidators(reply, etag, lastModified, deltas === null ? FROZEN : FRESH)
  reply.header('link', linkHeader(channel))
  if (isFresh(request, etag, lastModified)) return reply.code(304).send()
  const isBrowser = request.headers.accept?.includes('text/html') ?? false
  reply.type(`${isBrowser ? format.browserType : format.type}; charset=utf-8`)
  const news = deltas?.newStories(request, stories) ?? null
  if (news === null) return reply.send(body)
  const delta = format.write(channel, entriesOf(context, news))
  reply.removeHeader('last-modified')
  return reply.code(226).header('im', 'feed').header('cache-control', 'no-store').send(delta)
}

/** WebSub looks for hub and topic here first (https://www.w3.org/TR/websub/#discovery). */
function linkHeader({ selfUrl, hubs }: Channel): string {
  return [`<${selfUrl}>; rel="self"`, ...hubs.map((hub) => `<${hub}>; rel="hub"`)].join(', ')
}
