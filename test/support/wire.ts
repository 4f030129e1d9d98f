/**
 * The built program as someone runs it, with outlets on loopback whose feeds can be changed: for trying it out together
 * with other programs. Needs `npm run build`.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const PROGRAM = resolve('dist/main.js')

export interface WireEntry {
  readonly guid: string
  readonly title: string
  readonly text: string
  /** Epoch milliseconds. */
  readonly at: number
}

interface Outlet {
  readonly url: string
  /** What its feed lists. */
  entries: readonly WireEntry[]
}

export interface Wire {
  readonly folder: string
  readonly base: string
  readonly database: string
  readonly outlets: readonly Outlet[]
  /** Runs a command to its end; returns what it printed. Rejects where it fails. */
  run(...args: string[]): Promise<string>
  /** Starts the daemon; resolves when it serves. */
  start(): Promise<void>
  stop(): Promise<void>
  close(): Promise<void>
}

/** `server`: more lines for that part of the config. Each outlet has an address of its own: none waits for another. */
export async function openWire(
  outlets: number,
  { server = '', publicUrl }: { readonly server?: string; readonly publicUrl?: string } = {},
): Promise<Wire> {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-wire-'))
  const places = await Promise.all(Array.from({ length: outlets }, (_, n) => openOutlet(n)))
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const feeds = places.map(
    ({ outlet }, n) => `  - { url: "${outlet.url}", outlet: Outlet ${n}, groups: [all] }\n`,
  )
  writeFileSync(
    join(folder, 'wirefold.yaml'),
    `database: wire.db\nfetch: { allowPrivateAddresses: true }\nlog: warn\nserver:\n  port: ${port}\n  publicUrl: ${publicUrl ?? base}\n  rateLimit: 100000\n${server}` +
      `feeds:\n${feeds.join('')}`,
  )
  const options = { cwd: folder, env: { PATH: process.env.PATH, WIREFOLD_CONFIG: 'wirefold.yaml' } }
  let daemon: ChildProcess | null = null
  const stop = async () => {
    if (daemon === null) return
    const ended = once(daemon, 'exit')
    daemon.kill('SIGTERM')
    await ended
    daemon = null
  }
  return {
    folder,
    base,
    database: join(folder, 'wire.db'),
    outlets: places.map(({ outlet }) => outlet),
    run: async (...args) => (await promisify(execFile)(process.execPath, [PROGRAM, ...args], options)).stdout,
    start: async () => {
      daemon = spawn(process.execPath, [PROGRAM, 'serve'], { ...options, stdio: ['ignore', 2, 2] })
      await untilAnswered(`${base}/readyz`, daemon)
    },
    stop,
    close: async () => {
      await stop()
      for (const { close } of places) close()
      rmSync(folder, { recursive: true, maxRetries: 3 })
    },
  }
}

async function openOutlet(number: number) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss(outlet))
  })
  const host = `127.0.0.${number + 2}`
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const outlet: Outlet = { url: `http://${host}:${port}/feed`, entries: [] }
  return {
    outlet,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function rss({ url, entries }: Outlet): string {
  const items = entries.map(
    ({ guid, title, text, at }) =>
      `<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><link>${new URL(guid, url)}</link>` +
      `<pubDate>${new Date(at).toUTCString()}</pubDate><description><![CDATA[${paragraphs(text)}]]></description></item>`,
  )
  return `<rss version="2.0"><channel><title>Outlet</title><link>${url}</link>${items.join('\n')}</channel></rss>`
}

function paragraphs(text: string): string {
  return text
    .split('\n')
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('')
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const PATIENCE_MS = 30_000

/** Asks until something answers. Rejects where the program that should answer ends, and after half a minute. */
export async function untilAnswered(url: string, program: ChildProcess): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    if (program.exitCode !== null) throw new Error(`${program.spawnfile} ended with ${program.exitCode}`)
    const answered = await fetch(url).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${url} is not answered`)
}
