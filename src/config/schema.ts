import { isIP } from 'node:net'
import { validate as isCronExpression } from 'node-cron'
import { z } from 'zod'
import { parseDuration, parseSize } from './units.ts'

const DURATION = 'expected a duration such as 30s, 15m, 24h or 14d'
const SIZE = 'expected a size such as 500kB or 10MB'
const ADDRESS = 'expected an http:// or https:// address'

const duration = z.string(DURATION).transform((text, context) => {
  const ms = parseDuration(text)
  if (ms === null || ms <= 0) context.addIssue({ code: 'custom', message: DURATION })
  return ms ?? 0
})

/** A timer takes no more than 24 days, and a feed is taken for ten minutes. */
const timeout = duration.refine((ms) => ms <= 600_000, 'expected at most 10m')

const size = z.string(SIZE).transform((text, context) => {
  const bytes = parseSize(text)
  if (!bytes) context.addIssue({ code: 'custom', message: SIZE })
  return bytes ?? 0
})

const httpUrl = z.string(ADDRESS).refine(isHttpUrl, ADDRESS)
const PLAIN_ADDRESS = 'expected an http:// or https:// address without user, password, query or fragment'
const plainUrl = z.string(PLAIN_ADDRESS).refine(isPlainUrl, PLAIN_ADDRESS)
const HUB = 'expected an http:// or https:// address without user and password: everyone is told it'
const hub = z.string(HUB).refine((text) => isHttpUrl(text) && !holdsCredentials(text), HUB)
const HOST_NAME = 'expected a host name such as wire.example.org, without scheme and port'
const hostName = z
  .string(HOST_NAME)
  .regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i, HOST_NAME)
  .transform((name) => name.toLowerCase())
const schedule = z.string().refine(isCronExpression, 'expected a cron expression such as "* * * * *"')
const groupName = z
  .string()
  .regex(/^(?!\.+$)[\p{L}\p{N}._-]+$/u, 'expected letters, digits, dots, hyphens and underscores')

const PROXIES = 'expected the addresses of your proxies ([127.0.0.1, 10.0.0.0/8]) or how many there are (1)'

/** `true` is one proxy: whoever connects is believed about its client, and nobody before it. */
const proxies = z.union(
  [
    z.boolean().transform((trusted) => (trusted ? 1 : false)),
    z.int().min(0).max(10),
    z.array(z.string().refine(isAddressRange, 'expected an address or a range such as 10.0.0.0/8')),
  ],
  PROXIES,
)

const agency = z.union(
  [
    z
      .string()
      .min(1)
      .transform((name) => ({ name, aliases: [] as string[], hosts: [] as string[] })),
    z.strictObject({
      name: z.string().min(1),
      aliases: z.array(z.string().min(1)).default([]),
      hosts: z.array(z.string().min(1)).default([]),
    }),
  ],
  'expected a name, or name, aliases and hosts',
)

const feed = z.strictObject({
  url: httpUrl,
  outlet: z.string().min(1).nullable().default(null),
  groups: z.array(groupName).default([]),
  match: z.enum(['auto', 'never']).default('auto'),
  allowPrivateAddresses: z.boolean().default(false),
})

/** The config file: every key, its form and its default. Defaults are written as a person would write them. */
export const configSchema = z.strictObject({
  database: z.string().min(1).default('./data/wirefold.db'),
  keyFile: z.string().min(1).nullable().default(null),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(0).max(65535).default(8080),
      publicUrl: plainUrl.nullable().default(null),
      title: z.string().min(1).default('Wirefold'),
      titles: z.enum(['clean', 'verbatim']).default('clean'),
      timeZone: z
        .string()
        .refine(isTimeZone, 'expected a time zone such as UTC or Europe/Berlin')
        .nullable()
        .default(null),
      token: z.string().min(16, 'expected at least 16 characters').nullable().default(null),
      hubs: z.array(hub).default([]),
      trustProxy: proxies.default(false),
      hosts: z.array(hostName).default([]),
      rateLimit: z.int().min(1).default(600),
    })
    .prefault({}),
  poll: z
    .strictObject({
      schedule: schedule.default('* * * * *'),
      concurrency: z.int().min(1).max(1000).default(32),
      minInterval: duration.prefault('15m'),
      maxInterval: duration.prefault('24h'),
    })
    .refine((poll) => poll.minInterval <= poll.maxInterval, 'minInterval must not be longer than maxInterval')
    .prefault({}),
  fetch: z
    .strictObject({
      timeout: timeout.prefault('30s'),
      maxBytes: size.prefault('10MB'),
      allowPrivateAddresses: z.boolean().default(false),
      contact: z.string().min(1).nullable().default(null),
    })
    .prefault({}),
  stories: z.strictObject({ window: duration.prefault('14d') }).prefault({}),
  retention: z
    .union(
      [z.literal('forever').transform(() => null), duration],
      'expected a duration such as 365d, or forever',
    )
    .prefault('365d'),
  backup: z
    .strictObject({
      folder: z.string().min(1).nullable().default(null),
      at: schedule.default('30 3 * * *'),
      keep: z.int().min(1).default(7),
    })
    .prefault({}),
  agencies: z
    .union(
      [
        z.array(agency).transform((add) => ({ add, only: null })),
        z.strictObject({ only: z.array(agency) }).transform(({ only }) => ({ add: [], only })),
      ],
      'expected a list of agencies, or only: and a list',
    )
    .prefault([]),
  log: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  feeds: z.array(feed).superRefine(eachOnce).default([]),
})

export type Config = z.output<typeof configSchema>

/** A feed that stands twice is a slip: one of its settings would be lost without a word. */
function eachOnce(feeds: readonly z.output<typeof feed>[], context: z.RefinementCtx): void {
  const seen = new Set<string>()
  for (const [i, { url }] of feeds.entries()) {
    if (!isHttpUrl(url)) continue // a fault of its own
    const address = withoutCredentials(url)
    if (seen.has(address))
      context.addIssue({ code: 'custom', message: 'this feed is listed twice', path: [i, 'url'] })
    seen.add(address)
  }
}

function withoutCredentials(address: string): string {
  const { protocol, host, pathname, search } = new URL(address)
  return `${protocol}//${host}${pathname}${search}`
}

/** `10.0.0.1`, `10.0.0.0/8`, `::1`, `fd00::/8`. */
function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function holdsCredentials(text: string): boolean {
  const { username, password } = new URL(text)
  return username !== '' || password !== ''
}

/** Every address of ours is made by adding a path to it. */
function isPlainUrl(text: string): boolean {
  return isHttpUrl(text) && !holdsCredentials(text) && !/[?#]/.test(text)
}
