/** The demo's newsroom and the daemon on it, at a fixed hour, for a browser to walk through. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { configSchema } from '../../src/config/schema.ts'
import { type Daemon, startDaemon } from '../../src/daemon/daemon.ts'
import { type Newsroom, startNewsroom } from '../../src/demo/newsroom.ts'
import { NEVER } from '../support/schedule.ts'

export const TOKEN = 'open sesame, says the demo'

export interface DemoSite {
  readonly address: string
  readonly newsroom: Newsroom
  readonly daemon: Daemon
  close(): Promise<void>
}

export async function openDemoSite(now: () => number): Promise<DemoSite> {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-pages-'))
  const newsroom = await startNewsroom({ now })
  const config = configSchema.parse({
    database: join(folder, 'demo.db'),
    server: { port: 0, title: 'Wirefold demo', token: TOKEN, timeZone: 'UTC', rateLimit: 100_000 },
    poll: { schedule: NEVER },
    fetch: { allowPrivateAddresses: true },
    agencies: newsroom.agencies,
    feeds: newsroom.feeds.map(({ url, outlet, groups }) => ({ url, outlet, groups: [...groups] })),
  })
  const daemon = await startDaemon(config, { now, log: pino({ level: 'error' }, pino.destination(2)) })
  await daemon.tick()
  return {
    address: daemon.address,
    newsroom,
    daemon,
    close: async () => {
      await daemon.close()
      await newsroom.close()
      rmSync(folder, { recursive: true })
    },
  }
}
