/** The log: JSON lines on standard error, or lines for a person where that is a terminal. */
import { createRequire } from 'node:module'
import { type Logger, pino, stdTimeFunctions } from 'pino'
import type pinoPretty from 'pino-pretty'
import { jsonForTerminal } from './terminal.ts'

/** Whatever holds a secret under one of these names shows as `[secret]`, however it came to be logged. */
const SECRETS = [
  'credentials',
  'subscribedAs',
  'newAddress',
  'token',
  'password',
  'authorization',
  'cookie',
  '["set-cookie"]',
]
const DEEPEST = 3

/** Levels as words, times as ISO 8601 in UTC. `terminal`: for a person, in colour. */
export function createLog(level: string, terminal: boolean = process.stderr.isTTY ?? false): Logger {
  return pino(logOptions(level), terminal ? forPeople() : pino.destination(2))
}

export function logOptions(level: string) {
  return {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: jsonForTerminal },
    redact: { paths: SECRETS.flatMap(everyDepth), censor: '[secret]' },
  }
}

/** Loaded only for a person: it takes as long to load as the rest of the log. */
function forPeople() {
  const pretty = createRequire(import.meta.url)('pino-pretty') as typeof pinoPretty
  const translateTime = 'SYS:HH:MM:ss'
  return pretty({ colorize: true, translateTime, singleLine: true, destination: 2, sync: true })
}

/** `token`, `*.token`, `*.*.token` …: a wildcard matches one level. */
function everyDepth(name: string): string[] {
  return Array.from({ length: DEEPEST }, (_, depth) => {
    const above = '*.'.repeat(depth)
    return name.startsWith('[') ? `${above.slice(0, -1)}${name}` : `${above}${name}`
  })
}
