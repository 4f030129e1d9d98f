/**
 * The demo newsroom: invented outlets, each a real HTTP server on a loopback address of its own, carrying
 * copies of the same invented stories in the forms and with the faults that real outlets show.
 * It serves feeds and knows which entries belong together; it must not know the daemon that polls it.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import iconv from 'iconv-lite'
import { type Edition, entriesOf, type PlacedEntry, type Report } from './desk.ts'
import { HELD_BACK, type OutletPlan, outlets } from './outlets.ts'
import { picture } from './picture.ts'
import { writeReport } from './reports.ts'
import { escaped, type Format, serialise, toHtml } from './serialise.ts'
import { allStories } from './stories/all.ts'
import { AGENCIES } from './story.ts'

const SLOWNESS_MS = 1500
/** Reports in the feeds at a time. */
const REPORTS_LISTED = 40
const ILLUSTRATED = new Set(['World', 'Sport', 'Culture', 'Environment'])
const MEDIA_TYPES: Record<Format, string> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  rdf: 'application/rdf+xml',
}

export interface Newsroom {
  readonly feeds: readonly NewsroomFeed[]
  /** The agencies whose stories the outlets carry. */
  readonly agencies: readonly NewsroomAgency[]
  /** What the feeds hold now, and into how many stories it folds when every fold is right. */
  readonly expected: { readonly entries: number; readonly stories: number }
  /** Every entry that is in a feed now, with the story it truly belongs to. */
  entries(): readonly TrueEntry[]
  /** Lets the next held-back story arrive in the feeds that carry it; false when none is left. */
  release(): boolean
  /** Writes one more report of small news, which goes on without end; feeds drop the oldest. */
  report(): void
  close(): Promise<void>
}

/** An agency as a config names it. */
interface NewsroomAgency {
  readonly name: string
  /** Where its own feed is; none where every outlet answers at one address. */
  readonly hosts: string[]
}

interface NewsroomFeed {
  readonly url: string
  readonly outlet: string
  readonly groups: readonly string[]
}

interface TrueEntry {
  readonly feedUrl: string
  readonly guid: string
  readonly title: string
  readonly story: string
}

interface NewsroomOptions {
  readonly now: () => number
  /** Told in one line of each story that arrives. */
  readonly log?: (line: string) => void
}

interface Desk {
  readonly plan: OutletPlan
  readonly server: Server
  readonly home: string
}

/** Opens every outlet's server on 127.1.0.1, 127.1.0.2, … at free ports. Rejects when a server cannot listen. */
export async function startNewsroom({ now, log = () => {} }: NewsroomOptions): Promise<Newsroom> {
  const openedAt = now()
  const releases = new Map<string, number>()
  const reports: Report[] = []
  const edition: Edition = { openedAt, releases, reports, pictures: drawPictures() }
  const desks = await Promise.all(outlets.map((plan, index) => openDesk(plan, index + 1, edition)))
  const entries = () => desks.flatMap((desk) => trueEntries(desk, edition))
  const tell = (key: string) => {
    const copies = entries().filter((entry) => entry.story === key)
    log(`${copies[0]?.title} (now in ${copies.length} feeds)`)
  }

  return {
    agencies: AGENCIES.map((name) => ({ name, hosts: ownHosts(desks, name) })),
    feeds: desks.map(({ plan, home }) => ({ url: feedUrl(home), outlet: plan.name, groups: plan.groups })),
    get expected() {
      const all = entries()
      return { entries: all.length, stories: new Set(all.map((entry) => entry.story)).size }
    },
    entries,
    release() {
      const key = HELD_BACK[releases.size]
      if (key === undefined) return false
      releases.set(key, now())
      tell(key)
      return true
    },
    report() {
      const number = (reports.at(-1)?.number ?? -1) + 1
      const story = writeReport(number)
      reports.push({ number, story, releasedAt: now() })
      if (reports.length > REPORTS_LISTED) reports.shift()
      tell(story.key)
    },
    async close() {
      await Promise.all(desks.map(({ server }) => closeServer(server)))
    },
  }
}

function ownHosts(desks: readonly Desk[], name: string): string[] {
  const hostOf = ({ home }: Desk) => new URL(home).hostname
  const own = hostOf(desks.find(({ plan }) => plan.name === name)!)
  return desks.filter((desk) => hostOf(desk) === own).length === 1 ? [own] : []
}

function drawPictures(): Map<string, Buffer> {
  const illustrated = allStories.filter((story) => ILLUSTRATED.has(story.category))
  return new Map(illustrated.map(({ key }) => [key, picture(key)]))
}

function feedUrl(home: string): string {
  return `${home}/feed.xml`
}

function trueEntries({ plan, home }: Desk, edition: Edition): TrueEntry[] {
  return entriesOf(plan, home, edition).map(({ guid, link, title, story }) => ({
    feedUrl: feedUrl(home),
    guid: plan.format === 'rdf' ? link : guid,
    title,
    story,
  }))
}

async function openDesk(plan: OutletPlan, number: number, edition: Edition): Promise<Desk> {
  const server = createServer((request, response) => {
    const home = `http://${request.headers.host}`
    answer({ plan, entries: entriesOf(plan, home, edition), edition, home, request, response })
  })
  // only Linux answers on all of 127.0.0.0/8 unasked; elsewhere the outlets differ by port alone
  await listen(server, `127.1.0.${number}`).catch(() => listen(server, '127.0.0.1'))
  const { address, port } = server.address() as AddressInfo
  return { plan, server, home: `http://${address}:${port}` }
}

/** Rejects where the server cannot listen there. */
async function listen(server: Server, address: string): Promise<void> {
  server.listen(0, address)
  await once(server, 'listening')
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

interface Visit {
  readonly plan: OutletPlan
  readonly entries: readonly PlacedEntry[]
  readonly edition: Edition
  readonly home: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

function answer(visit: Visit): void {
  const { plan, request, response } = visit
  const [, folder = '', name = ''] = new URL(request.url ?? '/', visit.home).pathname.split('/')
  if (plan.temper === 'dead') send(response, 500, 'text/plain', 'The presses have stopped.')
  else if (folder === 'feed.xml') answerFeed(visit)
  else if (folder === 'pictures') answerPicture(visit, name)
  else answerPage(visit, name)
}

function answerPicture({ edition, response }: Visit, name: string): void {
  const file = edition.pictures.get(name.replace('.png', ''))
  if (file) send(response, 200, 'image/png', file)
  else send(response, 404, 'text/plain', 'No such picture.')
}

function answerPage({ plan, entries, response }: Visit, story: string): void {
  const entry = entries.find((candidate) => candidate.story === story)
  if (entry) send(response, 200, 'text/html; charset=utf-8', page(entry, plan.name))
  else send(response, 404, 'text/plain', 'No such page.')
}

function page({ title, text }: PlacedEntry, outlet: string): string {
  const head = `<!doctype html><meta charset="utf-8"><title>${escaped(title)} | ${escaped(outlet)}</title>`
  return `${head}\n<h1>${escaped(title)}</h1>\n${toHtml(text)}`
}

function answerFeed(visit: Visit): void {
  const { plan, entries, home, response } = visit
  const document = serialise({ title: plan.name, home, entries }, plan.format)
  const reply = (body: string | Buffer) => send(response, 200, MEDIA_TYPES[plan.format], body)
  if (plan.temper === 'conditional') answerConditionally(visit, document)
  else if (plan.temper === 'windows-1252') reply(inWindows1252(document))
  else if (plan.temper === 'broken') reply(spoil(document))
  else if (plan.temper === 'slow') answerSlowly(response, () => reply(document))
  else reply(document)
}

function answerSlowly(response: ServerResponse, reply: () => void): void {
  const timer = setTimeout(reply, SLOWNESS_MS)
  response.once('close', () => clearTimeout(timer))
}

/** Answers 304 to those who hold the present version (RFC 9110, section 13). */
function answerConditionally({ plan, entries, request, response }: Visit, document: string): void {
  const etag = `"${createHash('sha256').update(document).digest('hex').slice(0, 16)}"`
  const lastModified = new Date(entries[0]?.publishedAt ?? 0).toUTCString()
  response.setHeader('etag', etag)
  response.setHeader('last-modified', lastModified)
  const tag = request.headers['if-none-match']
  // a tag that is sent is decisive; the date only counts without one
  const known = tag === undefined ? request.headers['if-modified-since'] === lastModified : tag === etag
  if (known) response.writeHead(304).end()
  else send(response, 200, MEDIA_TYPES[plan.format], document)
}

/** In the old encoding of many newspapers; only the XML declaration says so. */
function inWindows1252(document: string): Buffer {
  return iconv.encode(document.replace('encoding="utf-8"', 'encoding="windows-1252"'), 'windows-1252')
}

/** Bare ampersands, an entity XML does not know, and an end that never came; every entry can still be read. */
function spoil(document: string): string {
  const end = document.lastIndexOf('</item>') + '</item>'.length
  return document.slice(0, end).replaceAll('&amp;', '&').replace('All the news', 'All&nbsp;the news')
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'content-type': type }).end(body)
}
