/** The daemon: an app whose poller is driven by node-cron, and the HTTP server in front of it. */
import type { Config } from '../config/schema.ts'
import { ExpectedError } from '../contract/errors.ts'
import type { PollSummary } from '../contract/model.ts'
import { takeDatabase } from '../store/engine.ts'
import { type App, createApp, type Edges } from './app.ts'
import { scheduleBackups } from './backups.ts'
import { createDisposal } from './disposal.ts'
import { publicUrlOf, warnOfLocalAddress } from './public-url.ts'
import { createTick, limitsOf, schedule } from './schedule.ts'

/** What of the daemon this process is; several processes on one PostgreSQL database are one daemon. */
interface DaemonOptions extends Partial<Edges> {
  /** `poll`: polls, and answers only how it is doing; `web`: answers, and polls nothing. Absent: both. */
  readonly only?: 'poll' | 'web' | undefined
}

export interface Daemon {
  readonly app: App
  /** Where it answers on this machine. */
  readonly address: string
  /** Polls what is due now, as the schedule would. */
  tick(): Promise<PollSummary[]>
  /**
   * Goes on with another config: what is in flight is finished, and nobody is asked twice. Where the new one cannot be
   * used (its port is taken, its database is not ours), throws, and goes on with the old one.
   */
  reload(config: Config): Promise<void>
  /** Finishes what is in flight, then closes. */
  close(): Promise<void>
}

/** Somebody else listens there already. */
class PortError extends ExpectedError {
  override name = 'PortError'

  constructor(host: string, port: number) {
    super(
      `port ${port} of ${host} is taken: set server.port (WIREFOLD_SERVER_PORT; for the demo, --port) to another`,
    )
  }
}

/** Starts listening first and polling second. Throws where the port is taken or the database cannot be used. */
export async function startDaemon(config: Config, overrides: DaemonOptions = {}): Promise<Daemon> {
  let current = await start(config, overrides)
  let changing: Promise<unknown> = Promise.resolve()
  const inTurn = (change: () => Promise<void>) => {
    const done = changing.then(change)
    changing = done.catch(() => {})
    return done
  }

  async function replace(next: Config): Promise<void> {
    const successor = await prepare(onSamePort(next, current.address()), overrides)
    await current.leavePort()
    try {
      await successor.listen()
    } catch (error) {
      await successor.close()
      await current.close()
      current = await start(current.config, overrides)
      throw error
    }
    const predecessor = current
    current = successor
    // The new one serves already, but polls no host that the old one may still be asking.
    await predecessor
      .close()
      .catch((err) => successor.app.log.error({ err }, 'closing the old daemon failed'))
    successor.startPolling()
  }

  return {
    get app() {
      return current.app
    },
    get address() {
      return current.address()
    },
    tick: () => current.tick(),
    reload: (next) => inTurn(() => replace(next)),
    close: () => inTurn(() => current.close()),
  }
}

/** Port 0 means any free one, but only at the first start: readers know the one that it got. */
function onSamePort(config: Config, address: string): Config {
  if (config.server.port !== 0) return config
  return { ...config, server: { ...config.server, port: Number(new URL(address).port) } }
}

async function start(config: Config, overrides: DaemonOptions): Promise<Prepared> {
  const daemon = await prepare(config, overrides)
  try {
    await daemon.listen()
  } catch (error) {
    await daemon.close().catch(() => {})
    throw error
  }
  daemon.startPolling()
  return daemon
}

type Prepared = Awaited<ReturnType<typeof prepare>>

/** Tries all that may fail, except the port. Nothing is polled and nobody is answered yet. */
async function prepare(config: Config, overrides: DaemonOptions) {
  const disposal = createDisposal()
  disposal.defer(takeDatabase(config))
  const { only } = overrides
  const app = await createApp(config, { ...overrides, keepSubscriptions: only === 'web' }).catch(
    async (error) => {
      await disposal.close()
      throw error
    },
  )
  disposal.defer(() => app.close())
  const server = await app.createServer(limitsOf(config, only !== 'web'), { statusOnly: only === 'poll' })
  let address: string | null = null
  const leavePort = async () => {
    if (address !== null) await server.close()
    address = null
  }
  disposal.defer(leavePort)
  warnOfLocalAddress(server, publicUrlOf(config), app.log)
  const { now = Date.now } = overrides
  const tick = createTick(app, config, now)
  return {
    app,
    config,
    tick,
    leavePort,
    close: disposal.close,
    address: () => address ?? '',
    async listen() {
      const { host, port } = config.server
      address = await server.listen({ host, port }).catch((error) => {
        throw isTaken(error) ? new PortError(host, port) : error
      })
      app.log.info({ address, publicUrl: publicUrlOf(config), feeds: config.feeds.length }, 'serving')
    },
    startPolling() {
      if (only === 'web') return
      disposal.defer(schedule(config.poll.schedule, tick, app.log))
      const note = (problem: string | null) => app.note('backup', problem)
      disposal.defer(scheduleBackups(config, { now, log: app.log, note }))
    },
  }
}

function isTaken(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EADDRINUSE'
}
