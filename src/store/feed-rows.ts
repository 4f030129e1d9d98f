/** Feeds as they are stored, and as polls see them. Pure, and the same for every engine. */
import type { Feed, FeedPace, Losses, Subscription, Validators } from '../contract/model.ts'
import type { Claim, FeedProgress, PollRecord, ReadBody } from '../contract/store.ts'
import { toMs, toMsOrNull, toText, toTextRoundedUp } from './rows.ts'
import type { FeedSecrets } from './secrets.ts'

const NO_PACE: FeedPace = { intervalMs: null, skipHours: [], skipDays: [] }
/** The newest entries that a feed's rhythm is told from. */
export const RHYTHM_ENTRIES = 20

/** What a poll needs of the `feeds` table. */
export interface FeedRow {
  id: number
  url: string
  poll_url: string
  outlet: string
  etag: string | null
  last_modified: string | null
  validators_url: string | null
  body_hash: string | null
  failures: number
  pace: string | null
  move: string | null
  allow_private: number
  next_poll_at: string
  whole_at: string | null
}

export const FEED_COLUMNS =
  'id, url, poll_url, outlet, etag, last_modified, validators_url, body_hash, failures, pace, move, allow_private, next_poll_at, whole_at'

/** A feed for a poll. `published`: when its newest entries were, in any order. */
export function toFeed(
  row: FeedRow,
  { credentials, address, movedTo }: FeedSecrets,
  published: readonly string[],
): Feed {
  const subscribedAs = address ?? row.url
  return {
    id: row.id,
    url: row.poll_url,
    address: movedTo ?? (row.poll_url === row.url ? subscribedAs : row.poll_url),
    subscribedAs,
    credentials: sameOrigin(row.url, row.poll_url) ? credentials : null,
    outlet: row.outlet,
    validators: { etag: row.etag, lastModified: row.last_modified, url: row.validators_url },
    bodyHash: row.body_hash,
    failures: row.failures,
    rhythm: rhythmOf(published.map(toMs)),
    pace: row.pace ? JSON.parse(row.pace) : NO_PACE,
    move: row.move ? JSON.parse(row.move) : null,
    allowPrivateAddresses: row.allow_private === 1,
    wholeAt: toMsOrNull(row.whole_at),
  }
}

function rhythmOf(times: readonly number[]): number[] {
  const newestFirst = [...times].sort((x, y) => y - x)
  return newestFirst.slice(1).map((at, i) => newestFirst[i]! - at)
}

/** Credentials are for the address they were given with: one that a redirect moved the feed to never learns them. */
function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin
}

/** An `UPDATE` returns its rows in any order. */
export const firstSubscribedFirst = (x: Feed, y: Feed): number => x.id - y.id
export const longestDueFirst = (x: Feed, y: Feed): number => x.dueAt! - y.dueAt! || firstSubscribedFirst(x, y)

/** The times of a claim as they are stored. */
export function toClaimTexts({ now, latest, leaseUntil }: Omit<Claim, 'limit'>) {
  return { now: toText(now), latest: toText(latest), leaseUntil: toText(leaseUntil) }
}

/** The columns of its feed that a poll changes, but for where the feed moved. */
export function toPollRow({ progress, validators, read }: PollRecord, now: number) {
  return {
    ...toProgressRow(progress, now),
    ...(validators === null ? {} : toValidatorsRow(validators)),
    ...(read === null ? {} : toDocumentRow(read, now)),
  }
}

function toProgressRow({ state, error, failures, nextPollAt, move, isWhole }: FeedProgress, now: number) {
  return {
    state,
    error,
    failures,
    next_poll_at: nextPollAt === null ? null : toTextRoundedUp(nextPollAt),
    move: move ? JSON.stringify(move) : null,
    last_poll_at: toText(now),
    leased_until: null,
    ...(isWhole ? { whole_at: toText(now) } : {}),
  }
}

function toValidatorsRow({ etag, lastModified, url = null }: Validators) {
  return { etag, last_modified: lastModified, validators_url: url }
}

/** What is stored of a document besides its entries. */
function toDocumentRow({ parsed, bodyHash, forgiven = [] }: ReadBody, now: number) {
  return {
    body_hash: bodyHash,
    pace: JSON.stringify(parsed.pace),
    title: parsed.title,
    site_link: parsed.link,
    losses: toLosses(parsed.losses, forgiven),
    last_read_at: toText(now),
  }
}

/** Null where nothing is lost and nothing was forgiven. */
function toLosses(losses: Losses, forgiven: readonly string[]): string | null {
  if (forgiven.length > 0) return JSON.stringify({ ...losses, forgiven })
  return Object.values(losses).some((lost) => lost > 0) ? JSON.stringify(losses) : null
}

/** Where a feed moved is kept apart from what is shown of it. `url`: as it was subscribed; the answer is what to show. */
export function afterMove(known: FeedSecrets, url: string, newUrl: string, newAddress: string) {
  const isBack = newAddress === (known.address ?? url)
  const secrets = { ...known, movedTo: isBack || newAddress === newUrl ? null : newAddress }
  return { secrets, url: isBack ? url : newUrl }
}

export type Origin = 'config' | 'import'

/** A subscription as it is stored, but for its secrets. */
export function toSubscriptionRow(subscription: Subscription, origin: Origin, now: number) {
  return {
    url: subscription.url,
    outlet: subscription.outlet,
    shownOutlet: subscription.outlet ?? new URL(subscription.url).host,
    groups: JSON.stringify(subscription.groups),
    origin,
    match: subscription.match,
    trust: subscription.trust,
    agency: subscription.agency,
    allowPrivate: subscription.allowPrivateAddresses ? 1 : 0,
    nextPollAt: toText(now),
  }
}

/**
 * The secrets after a feed was subscribed (again). An import that brings none takes none away. `isNew`: another token
 * than before, which is asked with at once, wherever the feed had moved.
 */
export function secretsAfter(known: FeedSecrets, { credentials, address }: Subscription, origin: Origin) {
  const isImport = origin === 'import'
  const wanted = isImport ? (address ?? known.address) : address
  const isNew = known.address !== null && wanted !== known.address
  const secrets: FeedSecrets = {
    credentials: isImport ? (credentials ?? known.credentials) : credentials,
    address: wanted,
    movedTo: isNew ? null : known.movedTo,
  }
  return { secrets, isNew }
}
