/** What processes of the system have taken: this program's daemons, and the processes of a PostgreSQL server. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { untilAnswered } from '../support/wire.ts'

/** Of the kernel's clock (`getconf CLK_TCK`), the same on every Linux that Node runs on. */
const TICK_S = 1 / 100

/** Fields of /proc/PID/stat (proc(5)), after the name: state, ppid … utime, stime, cutime, cstime. */
function statOf(pid: number | string) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [own, children] = [
    [11, 12],
    [13, 14],
  ].map((places) => places.reduce((sum, place) => sum + Number(fields[place]), 0) * TICK_S)
  return { parent: Number(fields[1]), own: own!, children: children! }
}

/** CPU seconds of a process. */
export function cpuOf(pid: number): number {
  return statOf(pid).own
}

/** CPU seconds of a PostgreSQL server: of its first process, of those that it has now, and of those that ended. */
export function cpuOfServer(dataFolder: string): number {
  const postmaster = Number(readFileSync(`${dataFolder}/postmaster.pid`, 'utf8').split('\n')[0])
  const { own, children } = statOf(postmaster)
  let alive = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = statOf(name)
      if (stat.parent === postmaster) alive += stat.own
    } catch {} // it ended meanwhile
  }
  return own + children + alive
}

/** The most memory that a process had, in MB. */
export function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

export interface RunningDaemon {
  readonly pid: number
  stop(): Promise<void>
  /** Ends it at once, if it runs still. */
  kill(): void
}

/** Starts the built daemon; resolves when it answers on its port. */
export async function startDaemon(
  config: string,
  port: number,
  args: readonly string[],
): Promise<RunningDaemon> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['dist/main.js', 'serve', ...args, '--config', config],
    {
      env: { ...process.env, WIREFOLD_SERVER_PORT: String(port) },
      stdio: ['ignore', 2, 2],
    },
  )
  await untilAnswered(`http://127.0.0.1:${port}/readyz`, child)
  return {
    pid: child.pid!,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
