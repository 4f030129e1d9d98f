/** What is secret about feeds, as every engine stores it: plain, or encrypted where a key file was given. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { StoreError } from './store-error.ts'

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
function unseal(bytes: Uint8Array, key: Uint8Array): string {
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

export const NO_SECRETS: FeedSecrets = { credentials: null, address: null, movedTo: null }

/** As they are stored; null where there are none. Credentials alone are stored as `user:password`, as ever. */
export function formatSecrets({ credentials, address, movedTo }: FeedSecrets): string | null {
  return address === null && movedTo === null
    ? credentials
    : JSON.stringify({ credentials, address, movedTo })
}

/** What `formatSecrets` made a text of. */
export function parseSecrets(text: string): FeedSecrets {
  if (!text.startsWith('{"credentials":')) return { ...NO_SECRETS, credentials: text }
  return { ...NO_SECRETS, ...JSON.parse(text) }
}

/** A row of `feed_credentials`. */
export interface SecretRow {
  readonly feed_id: number
  readonly secret: Uint8Array
  readonly is_encrypted: number
}

/** A stored feed that has secrets. */
export interface SecretFeed {
  /** As it is shown. */
  readonly url: string
  readonly isSubscribed: boolean
  /** Not by the config. */
  readonly isImported: boolean
  readonly secrets: FeedSecrets
}

/** The row with the feed that it is of. */
export interface SecretFeedRow extends SecretRow {
  readonly url: string
  readonly subscribed: number
  readonly origin: string
}

export function toSecretFeed({ url, subscribed, origin }: SecretFeedRow, text: string): SecretFeed {
  return { url, isSubscribed: subscribed === 1, isImported: origin === 'import', secrets: parseSecrets(text) }
}

/** Reads a row. Throws StoreError where this key, or none, cannot. `database`: its name, for people. */
export function readSecret(
  { secret, is_encrypted }: SecretRow,
  key: Uint8Array | null,
  database: string,
): string {
  if (is_encrypted === 0) return Buffer.from(secret).toString('utf8')
  if (key === null) throw new StoreError(`the feeds' credentials in ${database} are encrypted: ${NAME_IT}`)
  try {
    return unseal(secret, key)
  } catch {
    throw new StoreError(`the feeds' credentials in ${database} were encrypted with another key: ${NAME_IT}`)
  }
}

const NAME_IT = 'name its file under "keyFile" (WIREFOLD_KEY_FILE)'
