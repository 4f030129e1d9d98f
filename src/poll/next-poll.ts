/**
 * When to ask a feed again, and what one answer changes about it. Pure: reads no clock and no store. A feed is
 * never asked before its publisher allows it, and given up only after a 410.
 */
import { getDomain } from 'tldts'
import type { Feed, FeedPace, FetchOutcome, PendingMove } from '../contract/model.ts'

export interface NextPollInput {
  /** The feed as it was polled, with the rhythm and pace read from this poll's document, if there was one. */
  readonly feed: Pick<Feed, 'url' | 'address' | 'subscribedAs' | 'failures' | 'rhythm' | 'pace' | 'move'>
  /** `failed` also when the body arrived and could not be read. */
  readonly outcome: FetchOutcome
  readonly now: number
  /** 0 up to 1. */
  readonly random: () => number
  readonly minIntervalMs: number
  readonly maxIntervalMs: number
  /** What the owner wants for this feed instead, in milliseconds; null: the same as for all others. */
  readonly interval?: { readonly min: number | null; readonly max: number | null } | null
  /** Where the document says that the feed is to be read from now on, or null. */
  readonly announced?: string | null
}

export interface NextPoll {
  /** A whole second, so that storing it rounds nothing down; null: never again on its own. */
  readonly nextPollAt: number | null
  readonly state: 'ok' | 'failing' | 'throttled' | 'gone'
  readonly failures: number
  readonly move: PendingMove | null
  /** The address to poll from now on, once a permanent redirect is believed. */
  readonly newUrl: string | null
  readonly holdHost: HostHold | null
}

/** Nobody there may be asked before `until`, whichever feed it is for. */
export interface HostHold {
  /** `domain`: every host under the registrable domain `name`. */
  readonly scope: 'host' | 'domain'
  readonly name: string
  readonly until: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Retry-After is obeyed beyond the longest interval, but not for ever: this far at most. */
export const LONGEST_RETRY_MS = 7 * DAY
/** The longest wait for an hour that a feed does not skip. */
const LONGEST_SKIP_MS = 8 * DAY
/** A permanent redirect is believed when seen the same this often, over this long. */
const MOVE_TIMES = 3
const MOVE_MS = 2 * DAY
/** A feed that moved is taken for lost at its new address after so many failures in a row. */
const LOST_AFTER_FAILURES = 3
/** How many polls there are in the usual time between two entries. */
const LOOKS_PER_ENTRY = 4
/** For a feed whose rhythm is not known. */
const UNKNOWN_RHYTHM_MS = HOUR
/** A 404 backs off as if this many failures had come before it. */
const MISSING_HEAD_START = 2

/** What follows from one poll. */
export function nextPoll(input: NextPollInput): NextPoll {
  const { feed, outcome } = input
  const move = nextMove(input)
  const moved = move !== null && move.times >= MOVE_TIMES && input.now - move.firstSeenAt >= MOVE_MS
  const home = moved ? null : wayBack(feed, outcome)
  const change = { move: moved ? null : move, newUrl: moved ? move.url : home }
  if (outcome.kind === 'gone' && home === null)
    return { ...change, nextPollAt: null, state: 'gone', failures: feed.failures + 1, holdHost: null }

  const failures = succeeded(outcome) ? 0 : feed.failures + 1
  const nextPollAt = due(input, failures)
  return { ...change, nextPollAt, state: stateOf(outcome), failures, holdHost: holdOf(input, nextPollAt) }
}

/** A feed that moved and is lost there is asked for again where it was subscribed. */
function wayBack(
  { address, subscribedAs, failures }: NextPollInput['feed'],
  outcome: FetchOutcome,
): string | null {
  const isLost = outcome.kind === 'gone' || (outcome.kind === 'failed' && failures + 1 >= LOST_AFTER_FAILURES)
  return isLost && address !== subscribedAs ? subscribedAs : null
}

function succeeded(outcome: FetchOutcome): boolean {
  return outcome.kind === 'modified' || outcome.kind === 'not-modified'
}

function stateOf(outcome: FetchOutcome): 'ok' | 'failing' | 'throttled' {
  if (outcome.kind === 'throttled') return 'throttled'
  return succeeded(outcome) ? 'ok' : 'failing'
}

/** What we wish, within our limits; then what the publisher says, which outranks both. */
function due(input: NextPollInput, failures: number): number {
  const { feed, outcome, now, random, interval, maxIntervalMs } = input
  const longest = interval?.max ?? maxIntervalMs
  const shortest = interval?.min ?? Math.min(input.minIntervalMs, longest)
  const most = failures === 0 ? Math.max(longest, shortest) : Math.max(longest, shortest, maxIntervalMs)
  const wish = failures === 0 ? ownInterval(feed.rhythm, random) : backoff(input, failures, shortest, most)
  const asked = Math.max(wish, feed.pace.intervalMs ?? 0, (outcome.caching.freshUntil ?? 0) - now)
  const at = now + Math.max(Math.min(asked, most), shortest)
  const retryAt = Math.min(outcome.caching.retryAt ?? 0, now + LONGEST_RETRY_MS)
  return wholeSecond(afterSkipped(wholeSecond(Math.max(at, retryAt)), feed.pace, random))
}

/** A quarter of the usual gap between two entries, spread a little so that feeds drift apart. */
function ownInterval(rhythm: readonly number[], random: () => number): number {
  // Gaps under a minute are one batch that was published together.
  const gaps = rhythm.filter((gap) => gap >= MINUTE).sort((a, b) => a - b)
  const usual = gaps[Math.floor(gaps.length / 2)]
  const interval = usual === undefined ? UNKNOWN_RHYTHM_MS : usual / LOOKS_PER_ENTRY
  return interval * (1 + random() / 10)
}

/** Doubles with each failure; the jitter keeps feeds that failed together from coming back together. */
function backoff(
  { outcome, random }: NextPollInput,
  failures: number,
  shortestMs: number,
  mostMs: number,
): number {
  const missing = outcome.kind === 'failed' && outcome.status === 404
  const doublings = Math.min(failures + (missing ? MISSING_HEAD_START : 0), 30)
  return Math.min(shortestMs * 2 ** doublings, mostMs) * (1 - random() / 4)
}

/** RSS skipHours and skipDays, in GMT; a feed that leaves no hour at all is not taken at its word. */
function afterSkipped(at: number, { skipHours, skipDays }: FeedPace, random: () => number): number {
  const skipped = (time: number) =>
    skipHours.includes(new Date(time).getUTCHours()) || skipDays.includes(new Date(time).getUTCDay())
  if (!skipped(at)) return at
  const nextHour = Math.floor(at / HOUR) * HOUR + HOUR
  for (let time = nextHour; time < at + LONGEST_SKIP_MS; time += HOUR)
    if (!skipped(time)) return time + random() * (HOUR / 4)
  return at
}

function wholeSecond(time: number): number {
  return Math.ceil(time / 1000) * 1000
}

/** Only an answer that was of use shows where a feed lives now; a bad one shows nothing. */
function nextMove({ feed, outcome, now, announced = null }: NextPollInput): PendingMove | null {
  if (outcome.kind !== 'modified' && outcome.kind !== 'not-modified') return feed.move
  const url = outcome.permanentUrl ?? announced
  if (url === null || url === feed.address) return null
  const inDocument = outcome.permanentUrl === null
  if (feed.move?.url !== url)
    return { url, firstSeenAt: now, times: 1, ...(inDocument ? { inDocument } : {}) }
  return { ...feed.move, times: feed.move.times + 1 }
}

/**
 * A 429 speaks for the whole registrable domain, a 503 with Retry-After for its host. RFC 6585, section 4;
 * RFC 9110, section 15.6.4. A 429 that names no time holds the others for the shortest interval.
 */
function holdOf({ feed, outcome, now, minIntervalMs }: NextPollInput, nextPollAt: number): HostHold | null {
  if (outcome.kind !== 'throttled') return null
  const { retryAt } = outcome.caching
  const named = retryAt === null ? null : wholeSecond(Math.min(retryAt, now + LONGEST_RETRY_MS))
  const host = hostOf(outcome.finalUrl ?? feed.url)
  if (outcome.status === 429) {
    const until = named ?? Math.min(nextPollAt, wholeSecond(now + minIntervalMs))
    return { scope: 'domain', name: domainOf(host), until }
  }
  return named === null ? null : { scope: 'host', name: host, until: named }
}

/** Whether a hold is for this address too. */
export function isHeld({ scope, name }: HostHold, url: string): boolean {
  const host = hostOf(url)
  return scope === 'host' ? host === name : domainOf(host) === name
}

/**
 * From when on a feed that is due may really be asked: not while its host is held, nor in hours that it skips.
 * To be looked at right before the request, since a feed may have waited long for its turn.
 * @param feed its pace is null when a person asks, who may at any hour
 * @returns `now` when nothing forbids it
 */
export function allowedFrom(
  feed: Pick<Feed, 'url' | 'validators'> & { readonly pace: FeedPace | null },
  holds: readonly HostHold[],
  { now, random }: Pick<NextPollInput, 'now' | 'random'>,
): number {
  const places = [feed.url, feed.validators.url ?? feed.url]
  const held = holds.filter((hold) => places.some((place) => isHeld(hold, place)))
  const from = Math.max(now, ...held.map(({ until }) => until))
  const allowed = feed.pace ? afterSkipped(from, feed.pace, random) : from
  return allowed === now ? now : wholeSecond(allowed)
}

/** No answer puts a poll off beyond this: a later time was written while the clock was wrong. */
export function latestNextPoll(now: number, maxIntervalMs: number): number {
  return now + Math.max(maxIntervalMs, LONGEST_RETRY_MS) + LONGEST_SKIP_MS + HOUR
}

/** The host of an address, without its port: what one pause and one Retry-After are for. */
export function hostOf(url: string): string {
  return new URL(url).hostname
}

/**
 * The registrable domain by the public suffix list, its private part included: what is under github.io or workers.dev
 * is somebody's own. An address, or a name under no suffix, is its own domain.
 */
export function domainOf(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host
}

/**
 * How many overdue feeds one tick may start. After a restart or a jump of the clock all feeds can be due at
 * once; this spreads them over the shortest interval.
 */
export function startsPerTick(feeds: number, tickMs: number, minIntervalMs: number): number {
  return Math.max(1, Math.ceil((feeds * tickMs) / minIntervalMs))
}
