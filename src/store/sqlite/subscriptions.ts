/** The `feeds` table as the config sees it: what is subscribed. */
import type { Database } from 'better-sqlite3'
import type { Subscription } from '../../contract/model.ts'
import type { FeedAddress, Subscribing } from '../../contract/store.ts'
import { tellApart } from '../feed-names.ts'
import { type Origin, secretsAfter, toSubscriptionRow } from '../feed-rows.ts'
import type { InTurn } from './matching/engine.ts'
import { createOutletNaming } from './outlet-names.ts'
import type { SecretStore } from './secrets.ts'

const UPSERT = `
  INSERT INTO feeds (url, poll_url, configured_outlet, outlet, groups, origin, match, trust, agency, allow_private, next_poll_at)
  VALUES (@url, @url, @outlet, @shownOutlet, @groups, @origin, @match, @trust, @agency, @allowPrivate, @nextPollAt)
  ON CONFLICT (url) DO UPDATE SET
    configured_outlet = excluded.configured_outlet,
    outlet = CASE WHEN excluded.configured_outlet IS NULL AND feeds.configured_outlet IS NULL THEN feeds.outlet
      ELSE excluded.outlet END,
    groups = excluded.groups, origin = excluded.origin, match = excluded.match,
    trust = excluded.trust, agency = excluded.agency,
    allow_private = excluded.allow_private, subscribed = 1,
    next_poll_at = CASE WHEN subscribed = 1 THEN next_poll_at ELSE excluded.next_poll_at END
  WHERE excluded.origin = 'config' OR origin = 'import' OR subscribed = 0 -- an import overrules no config
  RETURNING id`
const RENAME = `
  UPDATE OR IGNORE feeds SET url = @to,
    poll_url = iif(poll_url = @from, @to, poll_url), validators_url = iif(validators_url = @from, @to, validators_url)
  WHERE url = @from RETURNING id`
const UNSUBSCRIBE = `
  UPDATE feeds SET subscribed = 0
  WHERE origin = 'config' AND subscribed = 1 AND url NOT IN (SELECT value FROM json_each(?))`

export function createSubscribing(db: Database, secrets: SecretStore, inTurn: InTurn): Subscribing {
  const conceal = createConceal(db, secrets)
  const subscribe = createSubscribe(db, secrets, conceal)
  const unsubscribe = db.prepare(UNSUBSCRIBE)
  const remove = db.prepare('UPDATE feeds SET subscribed = 0 WHERE url = ?')
  const subscribed = db.prepare<[], string>('SELECT url FROM feeds WHERE subscribed = 1 ORDER BY url').pluck()
  const addresses = db.prepare<[], FeedAddress>(
    'SELECT id, poll_url AS url, validators_url AS answeredFrom FROM feeds WHERE subscribed = 1',
  )

  const concealAll = db.transaction((shown: readonly { readonly from: string; readonly to: string }[]) => {
    for (const { from, to } of shown) conceal(from, to)
  }).immediate

  /** Feeds that left the config are polled no more; what they brought stays. */
  const sync = db.transaction((subscriptions: readonly Subscription[], now: number): void => {
    const wanted = tellApart(subscriptions, secrets.all(), 'config')
    for (const subscription of wanted) subscribe(subscription, 'config', now)
    unsubscribe.run(JSON.stringify(wanted.map(({ url }) => url)))
  }).immediate

  const add = db.transaction((subscriptions: readonly Subscription[], now: number): number => {
    const before = subscribed.all().length
    for (const subscription of tellApart(subscriptions, secrets.all(), 'import'))
      subscribe(subscription, 'import', now)
    return subscribed.all().length - before
  }).immediate

  return {
    concealAddresses: (shown) => inTurn(() => concealAll(shown)),
    syncFeeds: (wanted, now) => inTurn(() => sync(wanted, now)),
    importFeeds: (wanted, now) => inTurn(() => add(wanted, now)),
    shownAs: (wanted) => inTurn(() => tellApart(wanted, secrets.all(), 'config').map(({ url }) => url)),
    unsubscribe: (url) => inTurn(() => void remove.run(url)),
    subscribed: () => inTurn(() => subscribed.all()),
    addresses: () => inTurn(() => addresses.all()),
  }
}

type Conceal = (from: string, to: string) => void

/** What was subscribed before its secrets were known as such keeps its entries under the shown address. */
function createConceal(db: Database, secrets: SecretStore): Conceal {
  const rename = db.prepare(RENAME)
  return (from, to) => {
    const row = rename.get({ from, to }) as { id: number } | undefined
    if (row) secrets.put(row.id, { ...secrets.of(row.id), address: from })
  }
}

function createSubscribe(db: Database, secrets: SecretStore, conceal: Conceal) {
  const upsert = db.prepare(UPSERT)
  const pollAtOwnUrl = db.prepare('UPDATE feeds SET poll_url = url, move = NULL WHERE id = ?')
  const outletOf = db.prepare('SELECT outlet FROM feeds WHERE url = ?').pluck()
  const nameOutlet = createOutletNaming(db)

  function keepSecrets(id: number, subscription: Subscription, origin: Origin): void {
    const { secrets: kept, isNew } = secretsAfter(secrets.of(id), subscription, origin)
    if (isNew) pollAtOwnUrl.run(id)
    secrets.put(id, kept)
  }

  return (subscription: Subscription, origin: Origin, now: number): void => {
    if (subscription.address !== null) conceal(subscription.address, subscription.url)
    const before = outletOf.get(subscription.url) as string | undefined
    const row = upsert.get(toSubscriptionRow(subscription, origin, now)) as { id: number } | undefined
    if (row === undefined) return
    keepSecrets(row.id, subscription, origin)
    nameOutlet(row.id, before, now)
  }
}
