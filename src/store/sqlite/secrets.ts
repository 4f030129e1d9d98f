/** The `feed_credentials` table: what is secret about feeds. */
import type { Database } from 'better-sqlite3'
import {
  type FeedSecrets,
  formatSecrets,
  NO_SECRETS,
  parseSecrets,
  readSecret,
  type SecretFeed,
  type SecretFeedRow,
  type SecretRow,
  seal,
  toSecretFeed,
} from '../secrets.ts'

export type SecretStore = ReturnType<typeof createSecretStore>

/** With a key, what is there in plain is encrypted at once. Throws StoreError where this key, or none, cannot read it. */
export function createSecretStore(db: Database, key: Uint8Array | null) {
  const all = db.prepare(
    'SELECT feed_credentials.*, url, subscribed, origin FROM feed_credentials JOIN feeds ON feeds.id = feed_id',
  )
  const find = db.prepare('SELECT * FROM feed_credentials WHERE feed_id = ?')
  const insert = db.prepare(`
    INSERT INTO feed_credentials (feed_id, secret, is_encrypted) VALUES (@id, @secret, @isEncrypted)
    ON CONFLICT (feed_id) DO UPDATE SET secret = excluded.secret, is_encrypted = excluded.is_encrypted`)
  const remove = db.prepare('DELETE FROM feed_credentials WHERE feed_id = ?')

  const read = (row: SecretRow) => readSecret(row, key, db.name)

  function put(id: number, text: string | null): void {
    const known = find.get(id) as SecretRow | undefined
    const isSealed = known?.is_encrypted === 1
    if (known && text !== null && isSealed === (key !== null) && read(known) === text) return
    if (text === null) remove.run(id)
    else insert.run({ id, secret: key ? seal(text, key) : Buffer.from(text), isEncrypted: key ? 1 : 0 })
  }

  const encryptAll = db.transaction(() => {
    for (const row of all.all() as SecretFeedRow[]) put(row.feed_id, read(row))
  }).immediate
  encryptAll()

  return {
    /** Every feed that has secrets, subscribed or not. */
    all: (): SecretFeed[] => (all.all() as SecretFeedRow[]).map((row) => toSecretFeed(row, read(row))),
    of(id: number): FeedSecrets {
      const row = find.get(id) as SecretRow | undefined
      return row ? parseSecrets(read(row)) : NO_SECRETS
    },
    put(id: number, feedSecrets: FeedSecrets): void {
      put(id, formatSecrets(feedSecrets))
    },
  }
}
