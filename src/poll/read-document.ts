/** Has the document of an answer read, unless it is the same as last time. */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { lostWords } from '../contract/losses.ts'
import type { Feed, FetchOutcome } from '../contract/model.ts'
import type { ReadBody } from '../contract/store.ts'
import { ParseError } from '../parse/parse-error.ts'
import type { ReadingSettings } from '../parse/read-feed.ts'
import type { FeedReader } from '../threads/reader.ts'

export interface ReadingDeps {
  readonly reader: FeedReader
  readonly log: Logger
}

/** What was read of a document, or why it could not be. */
export type Read =
  | (ReadBody & { readonly kind: 'read' })
  | { readonly kind: 'nothing-new' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** A bug of ours in reading is logged as one; like any failed poll, it backs off and shows on the feed. */
export async function readDocument(
  feed: Feed,
  outcome: FetchOutcome,
  { reader, log }: ReadingDeps,
  settings?: ReadingSettings,
): Promise<Read> {
  if (outcome.kind !== 'modified') return { kind: 'nothing-new' }
  const bodyHash = hashOf(outcome.body, settings)
  if (bodyHash === feed.bodyHash) return { kind: 'nothing-new' }
  try {
    const parsed = await reader.read({
      body: outcome.body,
      contentType: outcome.contentType,
      url: outcome.finalUrl,
      ...(settings ? { settings } : {}),
    })
    const lost = lostWords(parsed.losses)
    if (lost.length > 0)
      log.warn({ feedId: feed.id, url: feed.url }, `not all of a document was kept: ${lost.join(', ')}`)
    return { kind: 'read', parsed, bodyHash, forgiven: outcome.leniencies ?? [] }
  } catch (error) {
    const { message } = error as Error
    if (error instanceof ParseError) return { kind: 'unreadable', reason: message }
    log.error({ feedId: feed.id, url: feed.url, err: error }, 'reading broke: this is a bug')
    return { kind: 'unreadable', reason: `reading it broke, which is a fault of Wirefold: ${message}` }
  }
}

/** Where the config says how a body is read, the hash includes that: with other rules, the same body is read again. */
function hashOf(body: Uint8Array, settings: ReadingSettings | undefined): string {
  const hash = createHash('sha256').update(body)
  const { charset = null, identity = null, keep = [], drop = [] } = settings ?? {}
  const isPlain = charset === null && identity === null && keep.length + drop.length === 0
  return (isPlain ? hash : hash.update(JSON.stringify({ charset, identity, keep, drop }))).digest('base64')
}
