/**
 * The documents of the merged feed, its groups and its archive, in each format. They are made where the stories are read,
 * in a thread that serves nothing meanwhile; so an order and a document are plain values.
 */
import type { Story } from '../contract/model.ts'
import type { StoryFilter, StoryPages } from '../contract/store.ts'
import { writeAtom } from '../publish/atom.ts'
import type { ArchiveLinks, Channel } from '../publish/channel.ts'
import { type CleanTitle, type Entry, type ExcerptOnly, toEntry } from '../publish/entry.ts'
import { writeJsonFeed } from '../publish/json-feed.ts'
import { writeRss } from '../publish/rss.ts'
import { etagOf } from './conditional.ts'
import { HttpError } from './errors.ts'
import { ICON_PATH, LOGO_PATH } from './icon-routes.ts'
import { groupPath, type Links } from './links.ts'
import { type NamedFeed, narrowed } from './named-feeds.ts'
import { withKnownOutlets } from './outlets.ts'
import { ARCHIVE_FILTERS, FILTERS, readSelection, type Selection, selectionQuery } from './selection.ts'

/** What a request asks for. */
export interface FeedOrder {
  readonly format: FormatName
  readonly group: string | null
  /** Of the config; whoever makes the order has seen the right token for it. */
  readonly named: NamedFeed | null
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

/** A story in one state: any change of it makes another. */
export type StoryState = `${number} ${number}`

export interface FeedDocuments {
  /** The newest stories; `only` those in these states, where it is given. Throws HttpError. */
  latest(order: FeedOrder, only?: readonly StoryState[]): Promise<FeedDocument>
  /** An archived page, or where to look instead of one that is not there yet. Throws HttpError. */
  archived(order: FeedOrder, page: string): Promise<FeedDocument | { readonly elsewhere: string }>
}

interface FeedContext {
  readonly pages: Pick<StoryPages, 'groups' | 'outlets' | 'page' | 'archived'>
  readonly links: Links
  readonly title: string
  readonly hubs: readonly string[]
  readonly cleanTitle: CleanTitle
  /** Feeds of which only excerpts may be shown. */
  readonly excerptOnly: ExcerptOnly
}

const WRITERS = { 'rss.xml': writeRss, 'atom.xml': writeAtom, 'feed.json': writeJsonFeed }
export type FormatName = keyof typeof WRITERS
export const FORMAT_NAMES = Object.keys(WRITERS) as readonly FormatName[]

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
  const { group, named, query } = order
  const asked = await withKnownOutlets(pages, readSelection(query))
  if (named !== null) return { ...order, group: named.group, selection: narrowed(named, asked) }
  if (group !== null && !(await pages.groups()).includes(group)) throw new HttpError(404, `no group ${group}`)
  return { ...order, selection: asked }
}

async function latest(
  context: FeedContext,
  order: OpenedOrder,
  only?: readonly StoryState[],
): Promise<FeedDocument> {
  const { stories, previousPage } = await context.pages.page(filterOf(order), order.selection.limit)
  const previous = previousPage === null ? null : context.links.absolute(archivePath(order, previousPage))
  const channel = channelOf(context, order, feedPath(order), { current: null, previous, next: null })
  const updatedAt = latestChange(stories)
  const wanted = only === undefined ? stories : stories.filter((story) => only.includes(stateOf(story)))
  return { ...render(context, order, { ...channel, updatedAt }, wanted), lastModified: updatedAt }
}

/** Of named feeds, by the name of the format's document elsewhere. */
export const ENDINGS = { 'rss.xml': '.xml', 'atom.xml': '.atom', 'feed.json': '.json' }

/** Where this feed is found, with the parameters that make it another document and no others. */
export function feedPath(order: Pick<FeedOrder, 'url' | 'format' | 'group' | 'named'>): string {
  return latestPath(order) + ownQuery(order, FILTERS)
}

function latestPath({ format, group, named }: Pick<FeedOrder, 'format' | 'group' | 'named'>): string {
  return named === null ? `${groupPath(group)}/${format}` : `${namedPath(named)}${ENDINGS[format]}`
}

function archivePath(order: FeedOrder, page: number): string {
  const scope = order.named === null ? groupPath(order.group) : namedPath(order.named)
  return `${scope}/archive/${page}/${order.format}${ownQuery(order, ARCHIVE_FILTERS)}`
}

function namedPath({ name }: NamedFeed): string {
  return `/feeds/${encodeURIComponent(name)}`
}

function ownQuery({ url, named }: Pick<FeedOrder, 'url' | 'named'>, filters: readonly string[]): string {
  return selectionQuery(url, named?.token ? [...filters, 'token'] : filters)
}

async function archived(
  context: FeedContext,
  order: OpenedOrder,
  given: string,
): Promise<FeedDocument | { elsewhere: string }> {
  if (order.selection.query !== null)
    throw new HttpError(400, 'q: archived pages cannot be searched; ask the feed itself')
  const number = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : 0
  const page = number > 0 ? await context.pages.archived(number, filterOf(order)) : null
  const current = context.links.absolute(latestPath(order) + ownQuery(order, ARCHIVE_FILTERS))
  if (page === null) {
    // The newest page names its successor before there is one (it must never change): until then, that is the feed.
    if (number > 1 && (await context.pages.archived(number - 1, filterOf(order))) !== null) {
      return { elsewhere: current }
    }
    throw new HttpError(404, `no archived page ${given}`)
  }
  const url = (page: number) => context.links.absolute(archivePath(order, page))
  const channel = channelOf(context, order, archivePath(order, number), {
    current,
    previous: page.previousPage === null ? null : url(page.previousPage),
    next: url(number + 1),
  })
  const changedAt = latestChange(page.stories)
  const dated = { ...channel, updatedAt: changedAt ?? page.frozenAt }
  return { ...render(context, order, dated, page.stories), lastModified: changedAt }
}

function filterOf({ group, selection }: OpenedOrder): StoryFilter {
  const { outlets, withoutOutlets, query, minOutlets } = selection
  return { group, outlets, withoutOutlets, query, minOutlets }
}

function channelOf(
  { links, title, hubs }: FeedContext,
  order: OpenedOrder,
  path: string,
  archive: ArchiveLinks,
): Channel {
  const { url, group, named, selection } = order
  const scope = groupPath(group)
  const filters = selectionQuery(url, ['q', ...ARCHIVE_FILTERS])
  return {
    id: links.feedId(named === null ? scope : namedPath(named), filters),
    title: named === null ? titleOf(title, group, selection) : (named.title ?? `${title}: ${named.name}`),
    description: `${title}: every story once, with all who carry it`,
    homeUrl: links.absolute(scope || '/'),
    selfUrl: links.absolute(path),
    hubs: archive.current === null && isAnnounced(order) ? hubs : [],
    iconUrl: links.absolute(ICON_PATH),
    logoUrl: links.absolute(LOGO_PATH),
    stylesheetUrl: links.absolute('/feed.css'),
    updatedAt: null,
    archive,
  }
}

/** A hub is told of the feeds themselves; those that somebody filters, and private ones, it never hears of. */
function isAnnounced({ url, named }: FeedOrder): boolean {
  return !named?.token && selectionQuery(url, FILTERS) === ''
}

function titleOf(title: string, group: string | null, selection: Selection): string {
  return [title, group, ...describe(selection)].filter((part) => part !== null).join(': ')
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
  { format, selection }: OpenedOrder,
  channel: Channel,
  stories: readonly Story[],
): Omit<FeedDocument, 'lastModified'> {
  const body = Buffer.from(WRITERS[format](channel, entriesOf(context, selection, stories)))
  return { body, etag: etagOf(body), link: linkHeader(channel), stories: stories.map(stateOf) }
}

function latestChange(stories: readonly Story[]): number | null {
  return stories.length === 0 ? null : Math.max(...stories.map((story) => story.changedAt))
}

function entriesOf(
  { links, cleanTitle, excerptOnly }: FeedContext,
  { text, outletInTitle }: Selection,
  stories: readonly Story[],
): Entry[] {
  const options = { permalink: links.story, cleanTitle, excerptOnly, text, outletInTitle }
  return stories.map((story) => toEntry(story, options))
}

function stateOf({ number, changedAt }: Story): StoryState {
  return `${number} ${changedAt}`
}

/** WebSub looks for hub and topic here first (https://www.w3.org/TR/websub/#discovery). */
function linkHeader({ selfUrl, hubs }: Channel): string {
  return [`<${selfUrl}>; rel="self"`, ...hubs.map((hub) => `<${hub}>; rel="hub"`)].join(', ')
}
