import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runProgram } from '../../src/cli/run.ts'

const PROGRAM = resolve('dist/main.js')
const HOME = process.cwd()

interface Ran {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** A folder in which the program is run, with its config in `wirefold.yaml`. */
export interface Desk {
  readonly dir: string
  readonly database: string
  /** Runs a command to its end, within this process; what it logs is not in `err`. */
  run(...args: string[]): Promise<Ran>
  /** Starts the built program, in a process of its own. */
  start(...args: string[]): Started
  /** Starts a command of whose output nobody reads these streams. */
  startUnread(streams: readonly ('stdout' | 'stderr')[], ...args: string[]): Started
  remove(): void
}

export interface Started {
  /** Resolves with what was printed so far, once it matches. Rejects when the program ends without. */
  printed(what: RegExp): Promise<string>
  signal(name: NodeJS.Signals): void
  stop(): Promise<Ran>
  /** Resolves when it ends by itself. */
  readonly end: Promise<Ran>
}

/** `more`: variables of the environment, beside the one that names the config. */
export function openDesk(yaml: string, more: Readonly<Record<string, string>> = {}): Desk {
  const dir = mkdtempSync(join(tmpdir(), 'wirefold-cli-'))
  writeFileSync(join(dir, 'wirefold.yaml'), yaml)
  const started = new Set<ChildProcess>()
  const env = { PATH: process.env.PATH, WIREFOLD_CONFIG: 'wirefold.yaml', ...more }
  const launch = (args: readonly string[]) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: dir, env })
    started.add(child)
    return child
  }
  return {
    dir,
    database: join(dir, 'wire.db'),
    run: (...args) => runHere(dir, env, args),
    start: (...args) => watch(launch(args)),
    startUnread(streams, ...args) {
      const child = launch(args)
      for (const name of streams) child[name]?.destroy()
      return watch(child)
    },
    remove() {
      process.chdir(HOME)
      for (const child of started) child.kill('SIGKILL')
      rmSync(dir, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

async function runHere(dir: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Ran> {
  process.chdir(dir)
  const out: string[] = []
  const err: string[] = []
  const status = await runProgram(args, {
    env,
    print: (line) => void out.push(`${line}\n`),
    complain: (text) => void err.push(text),
    signal: new AbortController().signal,
  })
  return { status, out: out.join(''), err: err.join('') }
}

/** Its database, quiet, with loopback allowed, and these feeds. */
export function configOf(feeds: readonly string[] = [], more = ''): string {
  const lines = feeds.map((feed) => `  - ${feed}\n`).join('')
  return `database: wire.db\nfetch: { allowPrivateAddresses: true }\n${more}\nfeeds:\n${lines}`
}

function watch(child: ChildProcess): Started {
  const end = ended(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk))
  const printed = async (what: RegExp): Promise<string> => {
    while (!what.test(text)) {
      const next = Promise.race([once(child.stdout!, 'data'), once(child.stderr!, 'data')])
      const over = await Promise.race([next.then(() => false), end.then(() => true)])
      if (over && !what.test(text)) throw new Error(`ended without ${what}: ${text}`)
    }
    return text
  }
  return {
    printed,
    end,
    signal: (name) => void child.kill(name),
    stop() {
      child.kill('SIGTERM')
      return end
    },
  }
}

async function ended(child: ChildProcess): Promise<Ran> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk) => (out += chunk))
  child.stderr?.on('data', (chunk) => (err += chunk))
  const [status] = await once(child, 'close')
  return { status, out, err }
}
