/** Documents of the newest stories, made once for whatever is published and kept in every coding that was asked for. */
import { createCache } from './cache.ts'
import { createModificationTimes } from './conditional.ts'
import { makeReady, type Ready } from './feed-answers.ts'
import type { FeedDocument, FeedOrder } from './feed-documents.ts'

interface ReadyDocuments {
  /** The document of this address, if it is ready. */
  peek(address: string): Promise<Ready | undefined>
  /** `beforeMaking` is called where it is not ready; what it throws is thrown, and nothing made. */
  get(order: FeedOrder, address: string, beforeMaking: () => void): Promise<Ready>
}

/** Documents are kept until something is published; all codings count. */
const KEPT_BYTES = 64 * 1024 * 1024
const KEPT_TIMES = 1000

/** @param version counts what is published */
export function createReadyDocuments(
  write: (order: FeedOrder) => Promise<FeedDocument>,
  version: () => Promise<number>,
): ReadyDocuments {
  const cache = createCache<Ready>(KEPT_BYTES)
  const modified = createModificationTimes(KEPT_TIMES)
  const versionNow = oncePerTurn(version)

  async function make(order: FeedOrder, address: string, older: Ready | undefined): Promise<Ready> {
    const written = await write(order)
    const { etag, lastModified: given } = written
    const lastModified = given === null ? null : modified(address, etag, given)
    return makeReady({ ...written, lastModified }, older)
  }

  return {
    peek: async (address) => cache.peek(address, await versionNow()),
    async get(order, address, beforeMaking) {
      const at = await version()
      const known = cache.peek(address, at)
      if (known !== undefined) return known
      beforeMaking()
      return cache.get(address, at, (older) => make(order, address, older))
    },
  }
}

/** Requests that come in at one turn of the event loop share one look into the database. */
function oncePerTurn<T>(look: () => Promise<T>): () => Promise<T> {
  let looked: Promise<T> | undefined
  const forget = () => {
    looked = undefined
  }
  return () => {
    if (looked === undefined) setImmediate(forget)
    looked ??= look()
    return looked
  }
}
