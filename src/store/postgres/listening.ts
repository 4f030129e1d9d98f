/**
 * Hears from the server that what is published has changed, whichever process changed it: over a connection of its own,
 * which is made when somebody first wants to know and made again when it is lost.
 */
import { setTimeout as wait, setInterval as waits } from 'node:timers/promises'
import pg from 'pg'
import type { StoryPages } from '../../contract/store.ts'
import type { PostgresConfig } from './pool.ts'

const CONNECT_MS = 5000
/** After a connection was lost. */
const AGAIN_MS = 2000
/** A connection on which nobody says anything may be dead: so often it is tried. */
const TRY_MS = 15_000
const SILENT_MS = 5000
/** What changes within so long is told once. */
const GATHER_MS = 500
/** Whatever was heard, the version is asked for again after so long. */
const KNOWN_MS = 5000

interface Listening {
  /** As `StoryPages` promises. */
  watch(changed: () => void): () => void
  /** Moves at every change, before it is told; null where changes may be missed. */
  heard(): number | null
  close(): Promise<void>
}

/** Opens no connection yet. */
export function createListening(config: PostgresConfig): Listening {
  const over = new AbortController()
  const tell = createTelling()
  let running: Promise<void> | undefined
  let isLive = false

  /** Until the connection is lost. */
  async function listen(): Promise<void> {
    const client = clientOf(config)
    const lost = new Promise((resolve) => client.once('end', resolve))
    client.on('notification', tell.changed)
    try {
      await client.connect()
      await client.query('LISTEN wirefold_published')
      isLive = true
      tell.changed() // what was missed before
      await Promise.race([lost, tryOften(client, over.signal)])
    } finally {
      isLive = false
      void client.end().catch(() => {})
    }
  }

  async function keepListening(): Promise<void> {
    while (!over.signal.aborted) {
      await listen().catch(() => {})
      await wait(AGAIN_MS, undefined, { signal: over.signal }).catch(() => {})
    }
  }

  return {
    watch(changed) {
      running ??= keepListening()
      return tell.add(changed)
    },
    heard: () => (isLive ? tell.count() : null),
    async close() {
      over.abort()
      tell.stop()
      await running
    },
  }
}

function clientOf({ url, password = null }: PostgresConfig): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    ...(password === null ? {} : { password }),
    application_name: 'wirefold',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: SILENT_MS,
    keepAlive: true,
  })
  client.on('error', () => {}) // it ends, too
  return client
}

/** Rejects when the connection is silent, and at the end. */
async function tryOften(client: pg.Client, signal: AbortSignal): Promise<void> {
  for await (const _ of waits(TRY_MS, undefined, { signal })) await client.query('SELECT 1')
}

/** Whoever watches is told a little later, once of all that changed meanwhile. */
function createTelling() {
  const watchers = new Set<() => void>()
  let count = 0
  let timer: NodeJS.Timeout | undefined
  const tellAll = () => {
    timer = undefined
    for (const watcher of watchers) watcher()
  }
  return {
    changed: () => {
      count += 1
      timer ??= setTimeout(tellAll, GATHER_MS).unref()
    },
    add: (watcher: () => void) => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    count: () => count,
    stop: () => clearTimeout(timer),
  }
}

/** The same pages; while it is heard what changes, they know their version without asking each time. */
export function hearing(pages: StoryPages, { watch, heard }: Listening): StoryPages {
  let known: { readonly version: number; readonly heard: number } | null = null
  return {
    ...pages,
    watch,
    async version() {
      const before = heard()
      if (known !== null && known.heard === before) return known.version
      const version = await pages.version()
      if (before === null) return version
      const found = { version, heard: before }
      known = found
      setTimeout(() => {
        if (known === found) known = null
      }, KNOWN_MS).unref()
      return version
    },
  }
}
