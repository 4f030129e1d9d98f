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

const { runProgram } = await import('./cli/run.ts')
const { forTerminal } = await import('./log/terminal.ts')
process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  print: (line) => process.stdout.write(`${forTerminal(line)}\n`),
  complain: (text) => process.stderr.write(text),
  signal: stop.signal,
  progress: process.stderr.isTTY ? (line) => process.stderr.write(`\r\x1b[K${line}`) : null,
  onHangup: (listener) => process.on('SIGHUP', listener),
})
