/** The `feed_credentials` table: what is secret about feeds. */
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
import type { Database, Sql } from './connect.ts'

export type SecretStore = ReturnType<typeof createSecretStore>

/** `key` encrypts what is written; null leaves it plain. `database`: its name, for people. */
export function createSecretStore(key: Uint8Array | null, database: string) {
  const read = (row: SecretRow) => readSecret(row, key, database)

  /** The secrets of feeds that have some. Throws StoreError where this key cannot read them. */
  async function of(sql: Sql, ids: readonly number[]): Promise<ReadonlyMap<number, FeedSecrets>> {
    const rows = await sql.rows<SecretRow>('SELECT * FROM feed_credentials WHERE feed_id = ANY($1)', [ids])
    return new Map(rows.map((row) => [row.feed_id, parseSecrets(read(row))]))
  }

  async function ofOne(sql: Sql, id: number): Promise<FeedSecrets> {
    return (await of(sql, [id])).get(id) ?? NO_SECRETS
  }

  async function write(sql: Sql, id: number, text: string): Promise<void> {
    await sql.run(
      `INSERT INTO feed_credentials (feed_id, secret, is_encrypted) VALUES ($1, $2, $3)
       ON CONFLICT (feed_id) DO UPDATE SET secret = excluded.secret, is_encrypted = excluded.is_encrypted`,
      [id, key ? seal(text, key) : Buffer.from(text), key ? 1 : 0],
    )
  }

  return {
    of,
    /** Every feed that has secrets, subscribed or not. */
    async all(sql: Sql): Promise<SecretFeed[]> {
      const rows = await sql.rows<SecretFeedRow>(
        'SELECT feed_credentials.*, url, subscribed, origin FROM feed_credentials JOIN feeds ON feeds.id = feed_id',
      )
      return rows.map((row) => toSecretFeed(row, read(row)))
    },
    ofOne,
    async put(sql: Sql, id: number, secrets: FeedSecrets): Promise<void> {
      const text = formatSecrets(secrets)
      if (text === formatSecrets(await ofOne(sql, id))) return
      if (text === null) await sql.run('DELETE FROM feed_credentials WHERE feed_id = $1', [id])
      else await write(sql, id, text)
    },
    /** Reads everything, so that a wrong key is told at once; with a key, encrypts what is there in plain. */
    async encryptAll(db: Database): Promise<void> {
      await db.transaction(async (sql) => {
        const rows = await sql.rows<SecretRow>('SELECT * FROM feed_credentials FOR UPDATE')
        for (const row of rows) {
          const text = read(row)
          if (key !== null && row.is_encrypted === 0) await write(sql, row.feed_id, text)
        }
      })
    },
  }
}
