/**
 * One throwaway PostgreSQL server for a run of the tests, started by the first test that asks for a database. Vitest calls
 * `setup` before the run, and what it returns after it.
 */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { onceARun, runFolder } from './run-folder.ts'

/** Names a folder with another version's programs (`initdb`, `pg_ctl`). */
const PROGRAMS = 'WIREFOLD_TEST_POSTGRES'
const DEBIAN = '/usr/lib/postgresql'
const LOWEST_PORT = 10_000

export default function setup(): () => void {
  const folder = serverFolder()
  return () => {
    if (existsSync(join(folder, 'data', 'postmaster.pid'))) stopServer(folder)
  }
}

/** The address of the run's server, without a database. */
export function serverUrl(): Promise<string> {
  return onceARun('server', async () => {
    const folder = serverFolder()
    rmSync(folder, { recursive: true, force: true }) // of one that did not start
    mkdirSync(folder)
    return startServer(folder)
  })
}

function serverFolder(): string {
  return join(runFolder(), 'server')
}

/** Makes a server in this folder, which belongs to that user, and starts it, with more settings; returns its address. */
export async function startServer(
  folder: string,
  user = 'wirefold',
  more: Readonly<Record<string, string | number>> = {},
): Promise<string> {
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const owner = ownerOf()
  for (const path of [folder, data]) chownSync(path, owner.uid, owner.gid)
  run(folder, 'initdb', ['-D', data, '-U', user, '-A', 'trust', '--encoding=UTF8', '--locale=C.UTF-8', '-N'])
  const port = await freePort()
  // A crash of the machine may take everything: it is thrown away anyway.
  const settings = {
    fsync: 'off',
    full_page_writes: 'off',
    autovacuum: 'off', // what the server knows of the tables changes only where a test says so
    max_connections: 200,
    unix_socket_directories: folder,
    port,
    ...more,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`)
  writeFileSync(join(data, 'postgresql.auto.conf'), lines.join(''))
  run(folder, 'pg_ctl', ['start', '-w', '-D', data, '-l', join(folder, 'log')])
  return `postgres://${user}@127.0.0.1:${port}`
}

export function stopServer(folder: string): void {
  run(folder, 'pg_ctl', ['stop', '-w', '-m', 'immediate', '-D', join(folder, 'data')])
}

export function restartServer(folder: string): void {
  run(folder, 'pg_ctl', [
    'restart',
    '-w',
    '-m',
    'fast',
    '-D',
    join(folder, 'data'),
    '-l',
    join(folder, 'log'),
  ])
}

function run(folder: string, program: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(join(programs(), program), args, {
    ...ownerOf(),
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stdout + stderr}`)
}

/** PostgreSQL does not run as root. */
function ownerOf(): { readonly uid: number; readonly gid: number } {
  if (process.getuid!() !== 0) return { uid: process.getuid!(), gid: process.getgid!() }
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => /^(postgres|nobody):/.test(each))!
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function programs(): string {
  const given = process.env[PROGRAMS]
  if (given) return given
  const [newest] = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  if (newest) return join(DEBIAN, newest, 'bin')
  throw new Error(
    `these tests need PostgreSQL: apt-get install postgresql, or name the folder of initdb in ${PROGRAMS}`,
  )
}

/** Below those that programs get who ask for any: nobody takes it before the server does, or while it restarts. */
async function freePort(): Promise<number> {
  const port = LOWEST_PORT + Math.floor(Math.random() * (lowestGiven() - LOWEST_PORT))
  const server = createServer().listen(port, '127.0.0.1')
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (!isFree) return freePort()
  server.close()
  await once(server, 'close')
  return port
}

function lowestGiven(): number {
  const range = '/proc/sys/net/ipv4/ip_local_port_range'
  return existsSync(range) ? Number.parseInt(readFileSync(range, 'utf8'), 10) : 32_768
}
