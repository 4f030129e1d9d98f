/** The daemon: an app whose poller is driven by node-cron, and the HTTP server in front of it. */
import cron from 'node-cron'
import type { Logger } from 'pino'
import { type App, createApp, type Edges } from './app.ts'
import type { Config } from './config/schema.ts'
import { createDisposal } from './disposal.ts'
import type { PollSummary } from './model.ts'
import { startsPerTick } from './poll/next-poll.ts'

const MINUTE = 60_000
const LONGEST_TICK = 60 * MINUTE

export interface Daemon {
  readonly app: App
  /** Where it answers on this machine. */
  readonly address: string
  /** Polls what is due now, as the schedule would. */
  tick(): Promise<PollSummary[]>
  /** Finishes what is in flight, then closes. */
  close(): Promise<void>
}

/** Somebody else listens there already. */
export class PortError extends Error {
  override name = 'PortError'

  constructor(host: string, port: number) {
    super(
      `port ${port} of ${host} is taken: set server.port (WIREFOLD_SERVER_PORT; for the demo, --port) to another`,
    )
  }
}

function isTaken(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EADDRINUSE'
}

/** Starts listening first and polling second. Throws where the port is taken or the database cannot be used. */
export async function startDaemon(config: Config, overrides: Partial<Edges> = {}): Promise<Daemon> {
  const disposal = createDisposal()
  try {
    const app = await createApp(config, overrides)
    disposal.defer(() => app.close())
    const server = await app.createServer(stalledAfter(config.poll.schedule))
    disposal.defer(() => server.close())
    const { host, port } = config.server
    const address = await server.listen({ host, port }).catch((error) => {
      throw isTaken(error) ? new PortError(host, port) : error
    })
    let lastTickAt = Date.now() - MINUTE
    const tick = oneAtATime(async () => {
      const now = Date.now()
      const sinceLast = Math.min(Math.max(now - lastTickAt, MINUTE), LONGEST_TICK)
      lastTickAt = now
      return app.round({ atMost: await startsAtOnce(app, config, sinceLast), patienceMs: MINUTE })
    })
    const task = cron.schedule(config.poll.schedule, tick, {
      name: 'poll',
      noOverlap: true, // a tick that finds the last one still at work has nothing to add
      timezone: 'Etc/UTC',
      logger: cronLogger(app.log),
    })
    disposal.defer(() => task.destroy())
    void tick().catch((err) => app.log.error({ err }, 'a round of polls failed')) // not only at the next full minute
    app.log.info({ address, feeds: config.feeds.length }, 'serving')
    return { app, address, tick, close: disposal.close }
  } catch (error) {
    await disposal.close().catch(() => {})
    throw error
  }
}

/** After a long pause all feeds may be due; they are asked over a while, not all at once. */
async function startsAtOnce({ pages }: App, { poll }: Config, sinceLast: number): Promise<number> {
  const states = Object.values(await pages.feedStates())
  const feeds = states.reduce((sum, count) => sum + count, 0)
  return Math.max(poll.concurrency, startsPerTick(feeds, sinceLast, poll.minInterval))
}

/** Rounds that may be missed before the daemon calls itself unwell. */
const MISSED_ROUNDS = 10

/** How long that many rounds take by the schedule, in milliseconds. */
function stalledAfter(schedule: string): number {
  const task = cron.createTask(schedule, () => {}, { timezone: 'Etc/UTC' })
  const [first, ...runs] = task.getNextRuns(MISSED_ROUNDS + 1)
  task.destroy()
  return first && runs.length > 0 ? runs.at(-1)!.getTime() - first.getTime() : Number.POSITIVE_INFINITY
}

/** A call that finds the last one still at work gets its result. */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  return () => {
    running ??= work().finally(() => {
      running = null
    })
    return running
  }
}

/** It logs to the console unless it is given a logger. */
function cronLogger(log: Logger): Parameters<typeof cron.setLogger>[0] {
  return {
    info: (message) => log.debug(message),
    debug: (message) => log.debug(String(message)),
    warn: (message) => log.debug(message), // a tick that was skipped
    error: (message, err) => log.error({ err: err ?? message }, 'a round of polls failed'),
  }
}
