/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): tells pages of new stories. */
import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { StoryFilter, StoryPages } from '../contract/store.ts'
import { HttpError } from './errors.ts'
import { visitorOf } from './rate.ts'
import { readSelection, wholeNumber } from './selection.ts'

interface EventContext {
  readonly pages: Pick<StoryPages, 'version' | 'newSince' | 'watch'>
  /** How often to look for news that the engine does not tell of; nobody looks while nobody listens. Milliseconds. */
  readonly everyMs: number
}

/** Each listener is an open connection. */
const MOST_LISTENERS = 1000
const MOST_OF_ONE_VISITOR = 20
/** Proxies end connections on which nothing moves: after so many looks without news, a line without meaning is sent. */
const LOOKS_PER_SIGN_OF_LIFE = 4

interface Listener {
  readonly visitor: string
  readonly stream: PassThrough
  readonly filter: StoryFilter
  /** The greatest story number that it was told of; null: it wants to hear of what comes from now on. */
  latest: number | null
  /** Settles when it was told of all that was looked for: two looks at once would tell it twice. */
  told: Promise<void>
}

export function addEventRoutes(app: FastifyInstance, { pages, everyMs }: EventContext): void {
  const listeners = new Set<Listener>()
  const look = createLook(pages, listeners)
  let timer: NodeJS.Timeout | undefined
  let unwatch = () => {}

  function leave(listener: Listener): void {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    unwatch()
  }

  app.get('/events', async (request, reply) => {
    const visitor = visitorOf(request.ip)
    const own = [...listeners].filter((each) => each.visitor === visitor).length
    if (listeners.size >= MOST_LISTENERS || own >= MOST_OF_ONE_VISITOR)
      throw new HttpError(503, 'too many pages are listening already')
    const listener = listenerOf(request, visitor)
    const { stream } = listener
    listeners.add(listener)
    stream.once('close', () => leave(listener))
    stream.write('retry: 10000\n\n')
    if (timer === undefined) {
      timer = setInterval(look, everyMs).unref()
      unwatch = pages.watch(look)
    }
    void tell(pages, listener) // what it missed, because its page came from a cache or its connection broke
    return reply
      .type('text/event-stream')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no') // nginx would keep the news until it has a page full
      .send(stream)
  })
  app.addHook('preClose', async () => {
    for (const { stream } of listeners) stream.end()
  })
}

/** Throws HttpError where it asks for what nobody listens to. */
function listenerOf({ query, headers }: FastifyRequest, visitor: string): Listener {
  const { newer, group = null, ...others } = query as Record<string, string>
  const { outlets, withoutOutlets, query: words, minOutlets } = readSelection(others)
  // At every change each listener's stories are looked for: a search would be too dear.
  if (words !== null) throw new HttpError(400, 'q: a search has no news; open it again')
  const last = headers['last-event-id'] ?? newer
  return {
    visitor,
    stream: new PassThrough(),
    filter: { group, outlets, withoutOutlets, query: null, minOutlets },
    latest: last === undefined ? null : wholeNumber(String(last)),
    told: Promise.resolve(),
  }
}

/** Asks what is new for everyone, where anything was stored since the last look. */
function createLook(pages: EventContext['pages'], listeners: ReadonlySet<Listener>) {
  let version: number | undefined
  let quiet = 0
  return async (): Promise<void> => {
    const now = await pages.version().catch(() => version)
    if (now !== version) {
      version = now
      quiet = 0
      await Promise.all([...listeners].map((listener) => tell(pages, listener)))
    } else if (++quiet % LOOKS_PER_SIGN_OF_LIFE === 0) {
      for (const { stream } of listeners) stream.write(':\n\n')
    }
  }
}

function tell(pages: EventContext['pages'], listener: Listener): Promise<void> {
  listener.told = listener.told.then(() => tellNow(pages, listener))
  return listener.told
}

async function tellNow(pages: EventContext['pages'], listener: Listener): Promise<void> {
  try {
    const known = listener.latest
    const { count, latest } = await pages.newSince(listener.filter, known ?? 0)
    listener.latest = Math.max(latest, known ?? 0)
    if (known === null || count === 0) return
    listener.stream.write(`id: ${latest}\nevent: stories\ndata: ${JSON.stringify({ count })}\n\n`)
  } catch {
    listener.stream.end() // it asks again, and is told what is wrong
  }
}
