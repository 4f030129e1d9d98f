/**
 * The documents of the merged feed, its groups and its archive, in each format. They are made where the stories are read,
 * in a thread that serves nothing meanwhile; so an order and a document are plain values.
 */
import type { StoryFilter, StoryPages } from '../contract.ts'
import type { Story } from '../model.ts'
import { writeAtom } from '../publish/atom.ts'
import type { ArchiveLinks, Channel } from '../publish/channel.ts'
import { type CleanTitle, type Entry, toEntry } from '../publish/entry.ts'
import { writeJsonFeed } from '../publish/json-feed.ts'
import { writeRss } from '../publish/rss.ts'
import { etagOf } from './conditional.ts'
import { HttpError } from './errors.ts'
import { groupPath, type Links } from './links.ts'
import { withKnownOutlets } from './outlets.ts'
import { ARCHIVE_FILTERS, FILTERS, readSelection, type Selection, selectionQuery } from './selection.ts'

/** What a request asks for. */
export interface FeedOrder {
  readonly format: FormatName
  readonly group: string | null
  /** As it was asked for, without publicUrl's path. */
  readonly url: string
  /** Its parameters, decoded. */
  readonly query: Readonly<Record<string, string | string[]>>
  readonly host: string
}

/** A document, whole, with what is needed to answer conditional requests for it. */
export interface FeedDocument {
  readonly body: Uint8Array
  readonly etag: string
  readonly lastModified: number | null
  /** The Link header. */
  readonly link: string
  readonly stories: readonly StoryState[]
}

/** A story as it stands: any change makes it another state. */
export type StoryState = `${number} ${number}`

export interface FeedDocuments {
  /** The newest stories; `only` those in these states, where it is given. Throws HttpError. */
  latest(order: FeedOrder, only?: readonly StoryState[]): Promise<FeedDocument>
  /** An archived page, or where to look instead of one that is not there yet. Throws HttpError. */
  archived(order: FeedOrder, page: string): Promise<FeedDocument | { readonly elsewhere: string }>
}

export interface FeedContext {
  readonly pages: Pick<StoryPages, 'groups' | 'outlets' | 'page' | 'archived'>
  readonly links: Links
  readonly title: string
  readonly hubs: readonly string[]
  readonly cleanTitle: CleanTitle
}

const WRITERS = { 'rss.xml': writeRss, 'atom.xml': writeAtom, 'feed.json': writeJsonFeed }
export type FormatName = keyof typeof WRITERS

interface OpenedOrder extends FeedOrder {
  readonly selection: Selection
}

export function createFeedDocuments(configured: FeedContext): FeedDocuments {
  const seenFrom = ({ host }: FeedOrder) => ({ ...configured, links: configured.links.seenFrom(host) })
  return {
    latest: async (order, only) => latest(seenFrom(order), await open(configured, order), only),
    archived: async (order, page) => archived(seenFrom(order), await open(configured, order), page),
  }
}

async function open({ pages }: FeedContext, order: FeedOrder): Promise<OpenedOrder> {
  const { group, query } = order
  const selection = await withKnownOutlets(pages, readSelection(query))
  if (group !== null && !(await pages.groups()).includes(group)) throw new HttpError(404, `no group ${group}`)
  return { ...order, selection }
}

async function latest(
  context: FeedContext,
  order: OpenedOrder,
  only?: readonly StoryState[],
): Promise<FeedDocument> {
  const { stories, previousPage } = await context.pages.page(filterOf(order), order.selection.limit)
  const previous = previousPage === null ? null : archiveUrl(context, order, previousPage)
  const channel = channelOf(context, order, feedPath(order), { current: null, previous, next: null })
  const updatedAt = latestChange(stories)
  const wanted = only === undefined ? stories : stories.filter((story) => only.includes(stateOf(story)))
  return { ...render(context, order, { ...channel, updatedAt }, wanted), lastModified: updatedAt }
}

/** Where this feed is found, with the parameters that choose its stories and no others. */
export function feedPath({ url, format, group }: Pick<FeedOrder, 'url' | 'format' | 'group'>): string {
  return `${groupPath(group)}/${format}${selectionQuery(url, FILTERS)}`
}

async function archived(
  context: FeedContext,
  order: OpenedOrder,
  given: string,
): Promise<FeedDocument | { elsewhere: string }> {
  const { url, format, selection, group } = order
  if (selection.query !== null)
    throw new HttpError(400, 'q: archived pages cannot be searched; ask the feed itself')
  const number = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : 0
  const page = number > 0 ? await context.pages.archived(number, filterOf(order)) : null
  const query = selectionQuery(url, ARCHIVE_FILTERS)
  const current = context.links.absolute(`${groupPath(group)}/${format}${query}`)
  if (page === null) {
    // The newest page names its successor before there is one (it must never change): until then, that is the feed.
    if (number > 1 && (await context.pages.archived(number - 1, filterOf(order))) !== null) {
      return { elsewhere: current }
    }
    throw new HttpError(404, `no archived page ${given}`)
  }
  const channel = channelOf(context, order, `${groupPath(group)}/archive/${number}/${format}${query}`, {
    current,
    previous: page.previousPage === null ? null : archiveUrl(context, order, page.previousPage),
    next: archiveUrl(context, order, number + 1),
  })
  const changedAt = latestChange(page.stories)
  const dated = { ...channel, updatedAt: changedAt ?? page.frozenAt }
  return { ...render(context, order, dated, page.stories), lastModified: changedAt }
}

function filterOf({ group, selection }: OpenedOrder): StoryFilter {
  const { outlets, withoutOutlets, query, minOutlets } = selection
  return { group, outlets, withoutOutlets, query, minOutlets }
}

function archiveUrl({ links }: FeedContext, { url, format, group }: FeedOrder, page: number): string {
  const query = selectionQuery(url, ARCHIVE_FILTERS)
  return links.absolute(`${groupPath(group)}/archive/${page}/${format}${query}`)
}

function channelOf(
  { links, title, hubs }: FeedContext,
  { url, group, selection }: OpenedOrder,
  path: string,
  archive: ArchiveLinks,
): Channel {
  const scope = groupPath(group)
  return {
    id: links.feedId(scope, selectionQuery(url, ['q', ...ARCHIVE_FILTERS])),
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
  { format }: FeedOrder,
  channel: Channel,
  stories: readonly Story[],
): Omit<FeedDocument, 'lastModified'> {
  const body = Buffer.from(WRITERS[format](channel, entriesOf(context, stories)))
  return { body, etag: etagOf(body), link: linkHeader(channel), stories: stories.map(stateOf) }
}

function latestChange(stories: readonly Story[]): number | null {
  return stories.length === 0 ? null : Math.max(...stories.map((story) => story.changedAt))
}

function entriesOf({ links, cleanTitle }: FeedContext, stories: readonly Story[]): Entry[] {
  return stories.map((story) => toEntry(story, { permalink: links.story, cleanTitle }))
}

function stateOf({ number, changedAt }: Story): StoryState {
  return `${number} ${changedAt}`
}

/** WebSub looks for hub and topic here first (https://www.w3.org/TR/websub/#discovery). */
function linkHeader({ selfUrl, hubs }: Channel): string {
  return [`<${selfUrl}>; rel="self"`, ...hubs.map((hub) => `<${hub}>; rel="hub"`)].join(', ')
}
