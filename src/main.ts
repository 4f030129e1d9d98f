#!/usr/bin/env node
/** The program: signals, streams and exit status, around the commands of `cli/`. */

// Whoever stops a daemon need not know how far its start is: signals are heard before the rest is loaded.
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
// Who reads us may have seen enough (`| head`): what only prints has no more to do then. The daemon prints nothing.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  stop.abort()
})

const { CommanderError } = await import('commander')
const { createProgram } = await import('./cli/program.ts')
const { ConfigError } = await import('./config/load-config.ts')
const { UsageError } = await import('./cli/context.ts')
const { ExpectedError } = await import('./contract/errors.ts')
const { UnusableDatabaseError } = await import('./store/store-error.ts')
const { forTerminal } = await import('./log/terminal.ts')
const program = createProgram(
  {
    env: process.env,
    print: (line) => process.stdout.write(`${forTerminal(line)}\n`),
    signal: stop.signal,
    progress: process.stderr.isTTY ? (line) => process.stderr.write(`\r\x1b[K${line}`) : null,
    onHangup: (listener) => process.on('SIGHUP', listener),
  },
  (status) => {
    process.exitCode = status
  },
)
/** What the caller can put right in flags or config. */
const RIGHTED_BY_CALLER = [ConfigError, UsageError, UnusableDatabaseError]

for (const command of [program, ...program.commands]) command.exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitStatus(error)
}

/** 2 for what the caller can put right in flags or config; 1 for the rest. Faults of ours show their stack. */
function exitStatus(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { message, stack } = error as Error
  const isExpected = error instanceof ExpectedError || 'syscall' in (error as object) // the system's: a file, an address
  process.stderr.write(`wirefold: ${isExpected ? message : stack}\n`)
  return RIGHTED_BY_CALLER.some((each) => error instanceof each) ? 2 : 1
}
