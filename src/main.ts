#!/usr/bin/env node
/** The program: signals, streams and exit status, around the commands of `cli/`. */

// Whoever stops a daemon need not know how far its start is: signals are heard before the rest is loaded.
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
let isCut = false
// Who reads us may have seen enough (`| head`): what only prints has no more to do then. The daemon prints nothing.
process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  stop.abort()
  if (code === 'EPIPE' || isCut) return
  isCut = true
  process.exitCode = 1
  const why = code === 'ENOSPC' ? 'the disk is full' : message
  process.stderr.write(`wirefold: the output is cut off, as it cannot be written: ${why}\n`)
})

const { runProgram } = await import('./cli/run.ts')
const { forTerminal } = await import('./log/terminal.ts')
const status = await runProgram(process.argv.slice(2), {
  env: process.env,
  print: (line) => process.stdout.write(`${forTerminal(line)}\n`),
  complain: (text) => process.stderr.write(text),
  signal: stop.signal,
  progress: process.stderr.isTTY ? (line) => process.stderr.write(`\r\x1b[K${line}`) : null,
  onHangup: (listener) => process.on('SIGHUP', listener),
})
process.exitCode = isCut ? 1 : status
