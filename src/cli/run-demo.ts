/** The demo itself: newsroom, daemon, and a line for each thing that happens. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Config, configSchema } from '../config/schema.ts'
import { type Daemon, startDaemon } from '../daemon/daemon.ts'
import { type Newsroom, startNewsroom } from '../demo/newsroom.ts'
import { createLog } from '../log/log.ts'
import type { Context } from './context.ts'

/** The stories that were held back arrive at this pace, and small news afterwards. */
const NEXT_STORY_MS = 20_000
const NEXT_REPORT_MS = 60_000

/** What it stores is gone when it ends. */
export async function runDemo(context: Context, options: { port?: number }): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'wirefold-demo-'))
  const newsroom = await startNewsroom({ now: Date.now })
  try {
    const config = demoConfig(newsroom, join(dir, 'demo.db'), options.port ?? 8080)
    const daemon = await startDaemon(config, { log: createLog('error') })
    try {
      await show(context, newsroom, daemon)
    } finally {
      await daemon.close()
    }
  } finally {
    await newsroom.close()
    rmSync(dir, { recursive: true })
  }
  return 0
}

async function show(context: Context, newsroom: Newsroom, daemon: Daemon): Promise<void> {
  context.print(`polling ${newsroom.feeds.length} feeds of invented outlets …`)
  await daemon.tick()
  await report(context, daemon)
  context.print(`open ${daemon.address}/ or subscribe to ${daemon.address}/rss.xml (Ctrl-C ends the demo)`)
  while (!context.signal.aborted) {
    const isPlanned = newsroom.release()
    if (!isPlanned) newsroom.report()
    await wait(isPlanned ? NEXT_STORY_MS : NEXT_REPORT_MS, undefined, { signal: context.signal }).catch(
      () => {},
    )
    if (context.signal.aborted) return
    await daemon.app.round({ all: true })
    await report(context, daemon)
  }
}

async function report(context: Context, { app }: Daemon): Promise<void> {
  const { entries, outlets, stories } = await app.pages.counts()
  context.print(`${entries} entries from ${outlets} outlets → ${stories} stories`)
}

function demoConfig(newsroom: Newsroom, database: string, port: number): Config {
  return configSchema.parse({
    database,
    server: { port, title: 'Wirefold demo' },
    poll: { schedule: '* * * * *', minInterval: '1m' },
    fetch: { allowPrivateAddresses: true },
    agencies: newsroom.agencies,
    feeds: newsroom.feeds.map(({ url, outlet, groups }) => ({ url, outlet, groups: [...groups] })),
  })
}
