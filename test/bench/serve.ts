/**
 * `npm run bench:serve`: how many answers a second the daemon gives beside nginx with the same bytes on disk (one worker
 * each, 32 connections), and for how long a cold document of 500 stories keeps its event loop. Needs wrk and nginx
 * (Debian's packages). `--json` prints figures only; `--seconds N` and `--rounds N` make it shorter or longer.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { configSchema } from '../../src/config/schema.ts'
import { startDaemon } from '../../src/daemon/daemon.ts'
import { fillArchive } from './large-archive.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
  },
})
const CONNECTIONS = '32'
/** Words of a story: about 4 kB. */
const WORDS = 600
const STORIES = 700

const dir = mkdtempSync(join(tmpdir(), 'wirefold-serve-'))
try {
  fillArchive(join(dir, 'full.db'), STORIES, Date.now(), WORDS)
  const figures = { ...(await beside()), ...(await whileCold()) }
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(figures))
} finally {
  rmSync(dir, { recursive: true })
}

type Figures = Record<string, number>

/** Requests a second of both, in turn, so that what else the machine does hits them alike; medians. */
async function beside(): Promise<Figures> {
  const [daemonPort, nginxPort] = [await freePort(), await freePort()]
  const daemon = await startChild(daemonPort)
  const document = `http://127.0.0.1:${daemonPort}/rss.xml`
  const answer = await fetch(document, { headers: { 'accept-encoding': 'identity' } })
  const nginx = await startNginx(nginxPort, Buffer.from(await answer.arrayBuffer()))
  const copy = `http://127.0.0.1:${nginxPort}/rss.xml`
  const etags = [
    answer.headers.get('etag')!,
    (await fetch(copy, { headers: { 'accept-encoding': 'identity' } })).headers.get('etag')!,
  ]
  const kinds: [string, (n: 0 | 1) => string[]][] = [
    ['plain', () => []],
    ['gzip', () => ['-H', 'Accept-Encoding: gzip']],
    ['304', (n) => ['-H', `If-None-Match: ${etags[n]}`]],
  ]
  const figures: Figures = {}
  for (const [kind, headers] of kinds) {
    const ours: Load[] = []
    const theirs: Load[] = []
    for (let n = 0; n < Number(values.rounds); n++) {
      ours.push(wrk(document, headers(0), daemon.pid!))
      theirs.push(wrk(copy, headers(1), nginx.pid!))
    }
    const [a, b] = [middle(ours), middle(theirs)]
    figures[`${kind}_per_s`] = a.perSecond
    figures[`${kind}_nginx_per_s`] = b.perSecond
    figures[`${kind}_ratio`] = a.perSecond / b.perSecond
    figures[`${kind}_cpu_us`] = a.cpuUs
    figures[`${kind}_cpu_ratio`] = b.cpuUs / a.cpuUs
  }
  for (const child of [daemon, nginx]) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return figures
}

async function startChild(port: number) {
  const config = join(dir, 'wirefold.yaml')
  const server = `{ port: ${port}, rateLimit: 1000000 }`
  writeFileSync(
    config,
    `database: ${join(dir, 'full.db')}\nretention: forever\nlog: error\nserver: ${server}\n`,
  )
  const child = spawn(process.execPath, ['dist/main.js', 'serve', '--config', config], { stdio: 'inherit' })
  await answering(`http://127.0.0.1:${port}/rss.xml`)
  return child
}

async function startNginx(port: number, body: Buffer) {
  chmodSync(dir, 0o755) // nginx reads as another user
  mkdirSync(join(dir, 'html'))
  writeFileSync(join(dir, 'html/rss.xml'), body)
  writeFileSync(join(dir, 'html/rss.xml.gz'), gzipSync(body))
  writeFileSync(
    join(dir, 'nginx.conf'),
    `master_process off; worker_processes 1; pid ${dir}/nginx.pid; error_log ${dir}/error.log; daemon off;
     events { worker_connections 1024; }
     http {
       access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; types { application/rss+xml xml; }
       client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/fastcgi;
       uwsgi_temp_path ${dir}/uwsgi; scgi_temp_path ${dir}/scgi;
       server { listen 127.0.0.1:${port}; root ${dir}/html; gzip_static on; add_header Cache-Control "public, max-age=60"; }
     }`,
  )
  const child = spawn('nginx', ['-p', dir, '-c', join(dir, 'nginx.conf')], { stdio: 'inherit' })
  await answering(`http://127.0.0.1:${port}/rss.xml`)
  return child
}

interface Load {
  readonly perSecond: number
  /** Processor time of the server for an answer, in microseconds: it holds on a busy machine, too. */
  readonly cpuUs: number
}

function wrk(url: string, headers: readonly string[], pid: number): Load {
  const load = ['-t1', `-c${CONNECTIONS}`, `-d${values.seconds}s`]
  const before = cpuSeconds(pid)
  const report = execFileSync('wrk', [...load, ...headers, url], { encoding: 'utf8' })
  if (/Non-2xx or 3xx|Socket errors/.test(report)) throw new Error(report)
  const answers = Number(/(\d+) requests in/.exec(report)![1])
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(report)![1])
  return { perSecond, cpuUs: ((cpuSeconds(pid) - before) / answers) * 1e6 }
}

/** See proc(5): fields 14 and 15 of /proc/PID/stat, in hundredths of a second. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

function middle(loads: readonly Load[]): Load {
  return {
    perSecond: median(loads.map((load) => load.perSecond)),
    cpuUs: median(loads.map((load) => load.cpuUs)),
  }
}

/** The longest that the loop stood still while documents of 500 stories were made for another thread's requests. */
async function whileCold(): Promise<Figures> {
  const config = configSchema.parse({
    database: join(dir, 'full.db'),
    retention: 'forever',
    server: { port: 0, rateLimit: 1_000_000 },
  })
  const daemon = await startDaemon(config, { log: pino({ level: 'silent' }) })
  await daemon.tick()
  const client = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     parentPort.on('message', async (path) => {
       const answer = await fetch(workerData + path)
       await answer.arrayBuffer()
       parentPort.postMessage(answer.status)
     })`,
    { eval: true, workerData: daemon.address },
  )
  const ask = async (path: string) => {
    client.postMessage(path)
    await once(client, 'message')
  }
  await ask('/rss.xml')
  const longest: number[] = []
  for (const format of ['rss.xml', 'atom.xml', 'feed.json']) {
    for (let limit = 500; limit > 496; limit--) {
      const delay = monitorEventLoopDelay({ resolution: 1 })
      delay.enable()
      await ask(`/${format}?limit=${limit}`)
      delay.disable()
      longest.push(delay.max / 1e6)
    }
  }
  await client.terminate()
  await daemon.close()
  return { cold_500_loop_ms: median(longest), cold_500_loop_max_ms: Math.max(...longest) }
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 1500; tries++) {
    const answer = await fetch(url).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${url} does not answer`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}

function table(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(24)} ${value.toFixed(value < 100 ? 2 : 0).padStart(10)}\n`)
    .join('')
}
