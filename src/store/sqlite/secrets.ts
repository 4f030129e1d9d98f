/** Feeds' credentials as they are stored: plain, or encrypted where a key file was given. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { StoreError } from '../store-error.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Makes the key from what the key file holds, whatever its length. */
export function deriveKey(secret: Uint8Array): Buffer {
  return scryptSync(secret, 'wirefold credentials', 32)
}

/** Nonce, tag and ciphertext in a row. */
export function seal(text: string, key: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Throws where the key is another one. */
export function unseal(bytes: Uint8Array, key: Uint8Array): string {
  const tagEnd = NONCE_BYTES + TAG_BYTES
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd))
  return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8')
}

/** What is secret about a feed. */
export interface FeedSecrets {
  /** `user:password`. */
  readonly credentials: string | null
  /** The address as subscribed, where it is not what is shown. */
  readonly address: string | null
  /** Where the feed moved, where that is not what is shown. */
  readonly movedTo: string | null
}

const NO_SECRETS: FeedSecrets = { credentials: null, address: null, movedTo: null }

/** Credentials alone are kept as they are, as databases had them from the beginning. */
function format({ credentials, address, movedTo }: FeedSecrets): string | null {
  return address === null && movedTo === null
    ? credentials
    : JSON.stringify({ credentials, address, movedTo })
}

function parse(text: string): FeedSecrets {
  if (!text.startsWith('{"credentials":')) return { ...NO_SECRETS, credentials: text }
  return { ...NO_SECRETS, ...JSON.parse(text) }
}

interface SecretRow {
  readonly feed_id: number
  readonly secret: Buffer
  readonly is_encrypted: number
}

export type SecretStore = ReturnType<typeof createSecretStore>

/**
 * The `feed_credentials` table. With a key, what is there in plain is encrypted at once. Throws StoreError where there
 * is something that this key, or none, cannot read.
 */
export function createSecretStore(db: Database, key: Uint8Array | null) {
  const all = db.prepare('SELECT * FROM feed_credentials')
  const find = db.prepare('SELECT * FROM feed_credentials WHERE feed_id = ?')
  const insert = db.prepare(`
    INSERT INTO feed_credentials (feed_id, secret, is_encrypted) VALUES (@id, @secret, @isEncrypted)
    ON CONFLICT (feed_id) DO UPDATE SET secret = excluded.secret, is_encrypted = excluded.is_encrypted`)
  const remove = db.prepare('DELETE FROM feed_credentials WHERE feed_id = ?')

  function read({ secret, is_encrypted }: SecretRow): string {
    if (is_encrypted === 0) return secret.toString('utf8')
    if (key === null) throw new StoreError(`the feeds' credentials in ${db.name} are encrypted: ${NAME_IT}`)
    try {
      return unseal(secret, key)
    } catch {
      throw new StoreError(`the feeds' credentials in ${db.name} were encrypted with another key: ${NAME_IT}`)
    }
  }

  function put(id: number, text: string | null): void {
    const known = find.get(id) as SecretRow | undefined
    const isSealed = known?.is_encrypted === 1
    if (known && text !== null && isSealed === (key !== null) && read(known) === text) return
    if (text === null) remove.run(id)
    else insert.run({ id, secret: key ? seal(text, key) : Buffer.from(text), isEncrypted: key ? 1 : 0 })
  }

  const encryptAll = db.transaction(() => {
    for (const row of all.all() as SecretRow[]) put(row.feed_id, read(row))
  }).immediate
  encryptAll()

  return {
    of(id: number): FeedSecrets {
      const row = find.get(id) as SecretRow | undefined
      return row ? parse(read(row)) : NO_SECRETS
    },
    put(id: number, feedSecrets: FeedSecrets): void {
      put(id, format(feedSecrets))
    },
  }
}

const NAME_IT = 'name its file under "keyFile" (WIREFOLD_KEY_FILE)'
