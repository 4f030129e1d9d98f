/** Carries out what a person asks for over HTTP: a refusal is an answer, not a fault. */
import { CorrectionError } from '../contract/errors.ts'
import type { Correction, Store } from '../contract/store.ts'
import type { Fetcher } from '../fetch/fetch-feed.ts'
import type { ActionResult, Actions, Corrected, Imported } from '../http/action-routes.ts'
import { decode } from '../parse/charset/decode.ts'
import { addFeed } from '../subscribe/add-feed.ts'
import { readOpml } from '../subscribe/read-opml.ts'

export interface ActionDeps {
  readonly store: Store
  readonly fetcher: Pick<Fetcher, 'fetchDocument'>
  readonly now: () => number
  /** Polls every feed that may be asked. */
  readonly pollAll: () => Promise<unknown>
  /** Tells the hubs that what is published changed. */
  readonly announce: () => Promise<void>
}

/** Publishers are not to be asked at each click. */
const POLL_PAUSE_MS = 60_000

export function createActions({ store, fetcher, now, pollAll, announce }: ActionDeps): Actions {
  const answered = async (correction: Promise<Correction>): Promise<ActionResult<Corrected>> => {
    try {
      const corrected = await correction
      await announce()
      return { ok: true, ...corrected }
    } catch (error) {
      if (!(error instanceof CorrectionError)) throw error
      return { ok: false, reason: error.message }
    }
  }
  let polledAt = Number.NEGATIVE_INFINITY
  return {
    merge: (a, b) => answered(store.merge(a, b, now())),
    split: (entryId) => answered(store.split(String(entryId), now())),
    undo: (operation) => answered(store.undo(operation, now())),
    async addFeed(address) {
      const subscribe: Parameters<typeof addFeed>[2] = async (feed) =>
        (await store.importFeeds([feed], now())) > 0
      const { url, subscribed, reason, alsoOffered } = await addFeed(fetcher, address, subscribe)
      if (url === null) return { ok: false, reason: reason! }
      return { ok: true, url, isNew: subscribed === 'now', alsoOffered }
    },
    importOpml: (document) => importOpml(store, document, now()),
    async pollAll() {
      if (now() - polledAt < POLL_PAUSE_MS)
        return { ok: false, reason: 'The feeds were polled less than a minute ago: wait a little.' }
      polledAt = now()
      void pollAll().catch(() => {}) // it is logged and told by /healthz
      return { ok: true }
    },
  }
}

async function importOpml(store: Store, document: Uint8Array, now: number): Promise<ActionResult<Imported>> {
  try {
    const { subscriptions, skipped } = readOpml(decode(document, null))
    if (subscriptions.length === 0) throw new Error('it names no feed')
    const added = await store.importFeeds(subscriptions, now)
    return { ok: true, added, known: subscriptions.length - added, skipped: skipped.length }
  } catch (error) {
    return { ok: false, reason: `The file cannot be read as OPML: ${(error as Error).message}.` }
  }
}
