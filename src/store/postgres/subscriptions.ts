/** The `feeds` table as the config sees it: what is subscribed. */
import type { Subscription } from '../../contract/model.ts'
import type { Subscribing } from '../../contract/store.ts'
import { tellApart } from '../feed-names.ts'
import { type Origin, secretsAfter, toSubscriptionRow } from '../feed-rows.ts'
import type { Database, Sql } from './connect.ts'
import { nameOutlet } from './outlet-names.ts'
import type { SecretStore } from './secrets.ts'

const UPSERT = `
  INSERT INTO feeds (url, poll_url, configured_outlet, outlet, groups, origin, match, trust, agency, allow_private, next_poll_at)
  VALUES ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (url) DO UPDATE SET
    configured_outlet = excluded.configured_outlet,
    outlet = CASE WHEN excluded.configured_outlet IS NULL AND feeds.configured_outlet IS NULL THEN feeds.outlet
      ELSE excluded.outlet END,
    groups = excluded.groups, origin = excluded.origin, match = excluded.match,
    trust = excluded.trust, agency = excluded.agency,
    allow_private = excluded.allow_private, subscribed = 1,
    next_poll_at = CASE WHEN feeds.subscribed = 1 THEN feeds.next_poll_at ELSE excluded.next_poll_at END
  WHERE excluded.origin = 'config' OR feeds.origin = 'import' OR feeds.subscribed = 0 -- an import overrules no config
  RETURNING id`

const RENAME = `
  UPDATE feeds SET url = $2,
    poll_url = CASE WHEN poll_url = $1 THEN $2 ELSE poll_url END,
    validators_url = CASE WHEN validators_url = $1 THEN $2 ELSE validators_url END
  WHERE url = $1 AND NOT EXISTS (SELECT 1 FROM feeds AS other WHERE other.url = $2) RETURNING id`

const UNSUBSCRIBE =
  "UPDATE feeds SET subscribed = 0 WHERE origin = 'config' AND subscribed = 1 AND url <> ALL($1)"
const OUTLET_OF = 'SELECT outlet FROM feeds WHERE url = $1'
const ADDRESSES =
  'SELECT id, poll_url AS url, validators_url AS "answeredFrom" FROM feeds WHERE subscribed = 1'

export function createSubscribing(db: Database, secrets: SecretStore): Subscribing {
  const conceal = createConceal(secrets)
  const subscribe = createSubscribe(secrets, conceal)

  async function subscribed(sql: Sql): Promise<string[]> {
    const rows = await sql.rows<{ url: string }>('SELECT url FROM feeds WHERE subscribed = 1 ORDER BY url')
    return rows.map(({ url }) => url)
  }

  async function named(sql: Sql, subscriptions: readonly Subscription[], origin: Origin) {
    return tellApart(subscriptions, await secrets.all(sql), origin)
  }

  return {
    concealAddresses: (shown) =>
      db.transaction(async (sql) => {
        for (const { from, to } of shown) await conceal(sql, from, to)
      }),
    /** Feeds that left the config are polled no more; what they brought stays. */
    syncFeeds: (subscriptions, now) =>
      db.transaction(async (sql) => {
        const wanted = await named(sql, subscriptions, 'config')
        for (const subscription of wanted) await subscribe(sql, subscription, 'config', now)
        await sql.run(UNSUBSCRIBE, [wanted.map(({ url }) => url)])
      }),
    importFeeds: (subscriptions, now) =>
      db.transaction(async (sql) => {
        const before = (await subscribed(sql)).length
        for (const subscription of await named(sql, subscriptions, 'import'))
          await subscribe(sql, subscription, 'import', now)
        return (await subscribed(sql)).length - before
      }),
    shownAs: async (wanted) => (await named(db, wanted, 'config')).map(({ url }) => url),
    async unsubscribe(url) {
      await db.run('UPDATE feeds SET subscribed = 0 WHERE url = $1', [url])
    },
    subscribed: () => subscribed(db),
    addresses: () => db.rows(ADDRESSES),
  }
}

type Conceal = (sql: Sql, from: string, to: string) => Promise<void>

/** What was subscribed before its secrets were known as such keeps its entries under the shown address. */
function createConceal(secrets: SecretStore): Conceal {
  return async (sql, from, to) => {
    const row = await sql.first<{ id: number }>(RENAME, [from, to])
    if (row) await secrets.put(sql, row.id, { ...(await secrets.ofOne(sql, row.id)), address: from })
  }
}

function createSubscribe(secrets: SecretStore, conceal: Conceal) {
  /** An import that brings no secrets takes none away. A new token is asked with at once, wherever the feed had moved. */
  async function keepSecrets(
    sql: Sql,
    id: number,
    subscription: Subscription,
    origin: Origin,
  ): Promise<void> {
    const { secrets: kept, isNew } = secretsAfter(await secrets.ofOne(sql, id), subscription, origin)
    if (isNew) await sql.run('UPDATE feeds SET poll_url = url, move = NULL WHERE id = $1', [id])
    await secrets.put(sql, id, kept)
  }

  return async (sql: Sql, subscription: Subscription, origin: Origin, now: number): Promise<void> => {
    if (subscription.address !== null) await conceal(sql, subscription.address, subscription.url)
    const before = await sql.first<{ outlet: string }>(OUTLET_OF, [subscription.url])
    const row = toSubscriptionRow(subscription, origin, now)
    const put = await sql.first<{ id: number }>(UPSERT, [
      ...[row.url, row.outlet, row.shownOutlet, row.groups, row.origin, row.match, row.trust, row.agency],
      ...[row.allowPrivate, row.nextPollAt],
    ])
    if (put === null) return
    await keepSecrets(sql, put.id, subscription, origin)
    await nameOutlet(sql, put.id, before?.outlet ?? null, now)
  }
}
