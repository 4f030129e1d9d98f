/**
 * A real server on loopback that plays many outlets at once on a clock that is given to it, and keeps the score of
 * the reader who asks. Names are resolved by `lookup`, so that hosts and domains are real to the reader.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Lookup } from '../../src/fetch/guard.ts'
import { cachingHeaders, freshSeconds, isSkipped, type Outlet, paceMs, paceXml } from './outlets.ts'
import { createScorekeeper, emptyScore, type Given, type Score } from './score.ts'

const hour = 3_600_000
const day = 24 * hour
const entriesShown = 10
/** 2026-03-01, a Sunday: where every simulated month begins. */
export const monthStart = Date.UTC(2026, 2, 1)

interface Limits {
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
}

interface Newsroom {
  readonly score: Score
  readonly lookup: Lookup
  urlOf(outlet: Outlet): string
  close(): Promise<void>
}

/** What a throttle asked for, and who was asked. */
interface Throttle {
  readonly host: string
  readonly since: number
  readonly until: number
}

/**
 * @param now the true time, by which all is served and judged
 * @param readerNow the reader's clock: which hour is skipped can only be judged by that
 */
export async function startNewsroom(
  list: readonly Outlet[],
  { now, readerNow }: { readonly now: () => number; readonly readerNow: () => number },
  limits: Limits,
): Promise<Newsroom> {
  const score = emptyScore()
  const keeper = createScorekeeper(score)
  const byPath = new Map(list.map((outlet) => [outlet.path, outlet]))
  /** Those whose document was read once: only from then on their pace is known. */
  const told = new Set<Outlet>()
  const notBefore = new Map<string, number>()
  const held = new Map<string, Throttle>()
  const busy = new Set<string>()
  const visits = new Map<string, number>()

  /** A request to another host that was under way at the same moment could not know. */
  function isThrottled(host: string, throttle: Throttle | undefined): boolean {
    if (!throttle || now() >= throttle.until) return false
    return throttle.host === host || now() > throttle.since
  }

  function watch(host: string, address: string, outlet: Outlet, request: IncomingMessage): void {
    keeper.asked(address, request.headers)
    if (request.url?.includes('?')) score.queries += 1
    const skipped = told.has(outlet) && isSkipped(outlet, readerNow())
    if (skipped || now() < (notBefore.get(address) ?? 0)) score.tooEarly += 1
    if (isThrottled(host, held.get(host)) || isThrottled(host, held.get(domainOf(host))))
      score.throttleBroken += 1
    if (busy.has(host)) score.overlaps += 1
    busy.add(host)
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const host = String(request.headers.host).replace(/:\d+$/, '')
    const path = String(request.url).replace(/\?.*$/, '')
    const outlet = byPath.get(path.replace(/^\/moved/, ''))
    if (!outlet) return void response.writeHead(404).end()
    const address = host + path
    watch(host, address, outlet, request)
    if (!path.startsWith('/moved')) keeper.counted(now())
    const visit = (visits.get(address) ?? 0) + 1
    visits.set(address, visit)
    const answer = answerOf(outlet, { path, visit, now: now(), headers: request.headers })
    if (answer.body) told.add(outlet)
    if (answer.given) keeper.gave(address, answer.given)
    if (answer.holdMs) {
      const throttle = { host, since: now(), until: now() + answer.holdMs }
      held.set(answer.status === 429 ? domainOf(host) : host, throttle)
    }
    const pauseMs =
      answer.given && answer.given !== nothingGiven ? pauseOf(outlet, limits) : limits.minIntervalMs
    notBefore.set(address, answer.status === 410 ? Number.POSITIVE_INFINITY : now() + pauseMs)
    response.writeHead(answer.status, { date: new Date(now()).toUTCString(), ...answer.headers })
    // Answered a little later, so that a second request at the same time would be seen.
    setImmediate(() => response.end(answer.body, () => busy.delete(host)))
  }

  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const lookup: Lookup = (_host, { all }, callback) =>
    all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)
  return {
    score,
    lookup,
    urlOf: ({ host, path }) => `http://${host}:${port}${path}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}

function pauseOf(outlet: Outlet, { minIntervalMs, maxIntervalMs }: Limits): number {
  const asked = Math.max(freshSeconds[outlet.caching] * 1000, paceMs[outlet.pace])
  return Math.max(minIntervalMs, Math.min(asked, maxIntervalMs))
}

interface Visit {
  readonly path: string
  /** How often this address was asked, this time included. */
  readonly visit: number
  readonly now: number
  readonly headers: IncomingMessage['headers']
}

interface Reply {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body?: string
  readonly given?: Given
  /** How long a throttle speaks for. */
  readonly holdMs?: number
}

function answerOf(outlet: Outlet, visit: Visit): Reply {
  return troubleOf(outlet, visit) ?? documentOf(outlet, visit)
}

/** A redirect: the reader's validators are the target's from now on. */
const nothingGiven: Given = { etag: null, lastModified: null }

/** What goes wrong this time, if anything. */
function troubleOf({ trouble, path: home }: Outlet, { path, visit, now }: Visit): Reply | null {
  const elapsed = now - monthStart
  const away = home === path ? { headers: { location: `/moved${home}` }, given: nothingGiven } : null
  const [status, form] = trouble.split('-')
  if (form !== undefined && visit % 9 === 4) return throttle(Number(status), form, visit, now)
  if (trouble === 'errors' && visit % 7 < 3) return { status: 500, headers: {} }
  if (trouble === 'missing' && elapsed > 10 * day && elapsed < 20 * day) return { status: 404, headers: {} }
  if (trouble === 'gone' && elapsed > 15 * day) return { status: 410, headers: {} }
  if (trouble === 'moved' && away && elapsed > 5 * day) return { status: 301, ...away }
  if (trouble === 'mirrored' && away) return { status: 302, ...away }
  return null
}

/** From seconds to days, a different time at each visit. */
function throttle(status: number, form: string, visit: number, now: number): Reply {
  const seconds = [7, 1799, 5400, 40_001, 200_000][Math.floor(visit / 9) % 5] as number
  if (form === 'bare') return { status, headers: {} }
  const until = new Date(Math.floor(now / 1000) * 1000 + seconds * 1000).toUTCString()
  return {
    status,
    headers: { 'retry-after': form === 'date' ? until : String(seconds) },
    holdMs: seconds * 1000,
  }
}

function documentOf(outlet: Outlet, { visit, now, headers }: Visit): Reply {
  const newest = Math.floor((now - monthStart) / outlet.gapMs)
  const given = validatorsOf(outlet, newest, visit)
  const sent = { ...cachingHeaders(outlet, now), ...headersOf(given) }
  const { 'if-none-match': etag, 'if-modified-since': date } = headers
  const same = etag === undefined ? date !== undefined && date === given.lastModified : etag === given.etag
  if (!same || outlet.answers304 === 'never')
    return { status: 200, headers: sent, given, body: rss(outlet, newest) }
  const bare = outlet.answers304 === 'bare' ? cachingHeaders(outlet, now) : sent
  return { status: 304, headers: bare, given }
}

function headersOf({ etag, lastModified }: Given): Record<string, string> {
  return { ...(etag ? { etag } : {}), ...(lastModified ? { 'last-modified': lastModified } : {}) }
}

function validatorsOf({ validators, gapMs }: Outlet, newest: number, visit: number): Given {
  const date = new Date(monthStart + newest * gapMs).toUTCString()
  const forms: Record<Outlet['validators'], Given> = {
    both: { etag: `"v${newest}"`, lastModified: date },
    etag: { etag: `"e-${newest}-gzip"`, lastModified: null },
    weak: { etag: `W/"${newest}"`, lastModified: date },
    odd: { etag: `caf\u00e9 ${newest};;`, lastModified: String(newest) },
    date: { etag: null, lastModified: date.replace('GMT', '+0000') },
    // Now with validators, now without: what is left out must be forgotten.
    restless:
      visit % 3 === 0 ? { etag: null, lastModified: null } : { etag: `"r${visit}"`, lastModified: null },
    none: { etag: null, lastModified: null },
  }
  return forms[validators]
}

function rss(outlet: Outlet, newest: number): string {
  const numbers = Array.from({ length: Math.min(newest + 1, entriesShown) }, (_, index) => newest - index)
  const entries = numbers.map((number) => {
    const link = `http://${outlet.host}${outlet.path}/${number}`
    const date = new Date(monthStart + number * outlet.gapMs).toUTCString()
    return `<item><title>${titleOf(outlet.path, number)}</title><link>${link}</link><pubDate>${date}</pubDate></item>`
  })
  const head = `<title>${outlet.host}</title><link>http://${outlet.host}/</link><description>Notes</description>`
  const space = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
  return `<rss version="2.0" ${space}><channel>${head}${paceXml[outlet.pace]}${entries.join('')}</channel></rss>`
}

/** Words that no other entry has: what is a copy of what is not in question here. */
function titleOf(path: string, number: number): string {
  const digits = createHash('sha256').update(`${path} ${number}`).digest('hex')
  return [0, 8, 16, 24].map((start) => digits.slice(start, start + 8)).join(' ')
}
