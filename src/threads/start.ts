/** Starts threads of ours: what each does is in a worker file of this folder. */
import { setFlagsFromString } from 'node:v8'
import { Piscina } from 'piscina'
import { isPostgres } from '../store/engine.ts'

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/**
 * A thread that is ended while it loads a module by `require` takes the whole process with it (a fatal error of V8's in
 * Node 20); without that way of loading, Piscina takes `import()`. From TypeScript sources, tests run through tsx.
 */
const ARGV = ['--no-experimental-require-module', ...(EXTENSION === 'ts' ? ['--import', 'tsx'] : [])]

type Options = NonNullable<ConstructorParameters<typeof Piscina>[0]>

/**
 * Node 20 optimises what has run for a little while, in each thread anew: waiting four times as long saves a poll of seconds
 * a sixth of its work, and loses nothing in a daemon. Later versions count otherwise, and have no such flag.
 */
function optimiseLater(): void {
  if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=500000')
}

/**
 * How a thread waits for its next task. Piscina lets it sleep, which is cheap, but one that holds connections must hear
 * meanwhile that they end.
 */
export function waiting(database: string) {
  return { atomics: isPostgres(database) ? 'disabled' : 'sync' } as const
}

/** Threads that run `worker`, a file's name without its extension. `Task` is what each is given, `Result` what it returns. */
export function startThreads<Task, Result>(
  worker: `${string}-worker`,
  options: Omit<Options, 'filename' | 'execArgv'>,
): Piscina<Task, Result> {
  optimiseLater()
  const filename = new URL(`./${worker}.${EXTENSION}`, import.meta.url).href
  return new Piscina<Task, Result>({ ...options, filename, execArgv: ARGV })
}
