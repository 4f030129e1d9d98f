/**
 * The feeds behind real caches: Squid and nginx from Debian's packages, each revalidating what it holds, before and after
 * news. Whatever a client asks for and however often, it must get from the cache the bytes that the daemon serves.
 *
 * Usage: tsx test/proxies/run.ts. Ends with 1 and the reason.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { prose } from '../support/builders.ts'
import { freePort, openWire, untilAnswered, type Wire } from '../support/wire.ts'

interface Proxy {
  readonly name: string
  readonly base: string
  /** Headers with which a client makes it ask the daemon again. */
  readonly anew: Readonly<Record<string, string>>
  readonly process: ChildProcess
}

const PATHS = [
  '/rss.xml',
  '/atom.xml',
  '/feed.json',
  '/rss.xml?outlet=Outlet+1',
  '/archive/1/atom.xml',
  '/opml.xml',
  '/style.css',
]
const CODINGS = ['identity', 'gzip']
const STORIES = 30
/** nginx believes what it holds for a second, and counts whole ones: what it took at 0.9 is good until 2.0. */
const NGINX_FRESH_MS = 2100

const wire = await openWire(2, { publicUrl: 'http://wire.example' })
const proxies: Proxy[] = []
try {
  wire.outlets[0]!.entries = Array.from({ length: STORIES }, (_, n) => entry(n))
  await wire.run('poll', '--all')
  await wire.start()
  const daemon = new URL(wire.base).host
  proxies.push(await openSquid(daemon, wire), await openNginx(daemon, wire))
  for (const proxy of proxies) await tryOut(proxy)
} finally {
  for (const { process: running } of proxies) running.kill('SIGTERM')
  await Promise.all(proxies.map(({ process: running }) => running.exitCode ?? once(running, 'exit')))
  await wire.close()
}

async function tryOut(proxy: Proxy): Promise<void> {
  const before = await notModified()
  await compare(proxy, 'first')
  await compare(proxy, 'from the cache')
  await compare(proxy, 'revalidated', proxy.anew)
  await compare(proxy, 'after a revalidation')
  await publish(`News for ${proxy.name}`)
  await compare(proxy, 'after news', proxy.anew, `News for ${proxy.name}`)
  await compare(proxy, 'revalidated after news', proxy.anew, `News for ${proxy.name}`)
  await compare(proxy, 'from the cache after news', {}, `News for ${proxy.name}`)
  const asked = (await notModified()) - before
  assert(asked > 0, `${proxy.name} never asked the daemon whether what it holds is still good`)
  say(`${proxy.name}: ${PATHS.length} documents, each the daemon's own bytes; ${asked} answers 304`)
}

/** Each document through the proxy, against what the daemon itself serves. */
async function compare(
  { name, base }: Proxy,
  when: string,
  headers: Readonly<Record<string, string>> = {},
  holds = '',
): Promise<void> {
  if (Object.keys(headers).length > 0) await wait(NGINX_FRESH_MS)
  for (const path of PATHS) {
    const own = await (await fetch(wire.base + path)).text()
    assert(own !== '', `${path} is empty`)
    for (const coding of CODINGS) {
      const answer = await fetch(base + path, { headers: { ...headers, 'accept-encoding': coding } })
      const body = await answer.text()
      assert(answer.status === 200, `${name}, ${when}: ${path} was answered ${answer.status}`)
      assert(
        body === own,
        `${name}, ${when}: ${path} (${coding}) has ${body.length} characters, not ${own.length}`,
      )
    }
    if (path === '/rss.xml') assert(own.includes(holds), `${when}: the news did not reach the feed`)
  }
}

async function publish(title: string): Promise<void> {
  const [, outlet] = wire.outlets
  const guid = title.replaceAll(' ', '-')
  outlet!.entries = [...outlet!.entries, { ...entry(STORIES + outlet!.entries.length), guid, title }]
  await wire.run('poll', '--all')
}

/** How many feed requests the daemon has answered 304. */
async function notModified(): Promise<number> {
  const metrics = await (await fetch(`${wire.base}/metrics`)).text()
  const lines = metrics
    .split('\n')
    .filter((line) => /^wirefold_http_requests_total\{.*status="304"/.test(line))
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

async function openSquid(daemon: string, { folder }: Wire): Promise<Proxy> {
  const port = await freePort()
  const [host, upstream] = daemon.split(':')
  const config = join(folder, 'squid.conf')
  writeFileSync(
    config,
    [
      `http_port 127.0.0.1:${port} accel defaultsite=${daemon}`,
      `cache_peer ${host} parent ${upstream} 0 no-query no-digest originserver name=wire`,
      'http_access allow all',
      'cache_mem 64 MB',
      'maximum_object_size_in_memory 8 MB',
      'access_log none',
      'cache_log /dev/null',
      'cache_store_log none',
      'pid_filename none',
      'pinger_enable off',
      'visible_hostname wire.example',
      'shutdown_lifetime 1 seconds',
      `coredump_dir ${folder}`,
      '',
    ].join('\n'),
  )
  const running = spawn('squid', ['-N', '-f', config], { stdio: ['ignore', 2, 2] })
  const base = `http://127.0.0.1:${port}`
  await untilAnswered(`${base}/readyz`, running)
  return { name: 'Squid', base, anew: { 'cache-control': 'max-age=0' }, process: running }
}

async function openNginx(daemon: string, { folder }: Wire): Promise<Proxy> {
  const port = await freePort()
  const own = join(folder, 'nginx')
  mkdirSync(own)
  chmodSync(folder, 0o755)
  chmodSync(own, 0o777)
  const config = join(own, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off;
pid ${own}/pid;
error_log stderr warn;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${own}/${name};`).join('\n  ')}
  proxy_cache_path ${own}/cache keys_zone=wire:10m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://${daemon};
      proxy_cache wire;
      proxy_cache_revalidate on;
      proxy_ignore_headers Cache-Control;
      proxy_cache_valid 200 1s;
    }
  }
}
`,
  )
  const running = spawn('nginx', ['-p', own, '-c', config], { stdio: ['ignore', 2, 2] })
  const base = `http://127.0.0.1:${port}`
  await untilAnswered(`${base}/readyz`, running)
  return { name: 'nginx', base, anew: { 'x-anew': 'after a second' }, process: running }
}

function entry(n: number): Wire['outlets'][number]['entries'][number] {
  return { guid: `entry-${n}`, title: `Story ${n}`, text: prose(n + 1, 3), at: Date.now() - 3_600_000 }
}

function assert(holds: boolean, message: string): void {
  if (!holds) throw new Error(message)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
