/** The forms that a value of the config can have, each with the words that say what was expected. Pure. */
import { isIP } from 'node:net'
import { validate as isCronExpression } from 'node-cron'
import * as z from 'zod'
import { parseDuration, parseSize } from './units.ts'

const DURATION = 'expected a duration such as 30s, 15m, 24h or 14d'
const SIZE = 'expected a size such as 500kB or 10MB'
const ADDRESS = 'expected an http:// or https:// address'
const PLAIN_ADDRESS = 'expected an http:// or https:// address without user, password, query or fragment'
const HUB = 'expected an http:// or https:// address without user and password: everyone is told it'
const PROXIES = 'expected the addresses of your proxies ([127.0.0.1, 10.0.0.0/8]) or how many there are (1)'
const GROUP = 'expected letters, digits, dots, hyphens and underscores'

export const duration = z
  .string(DURATION)
  .transform((text, context) => {
    const ms = parseDuration(text)
    if (ms === null || ms <= 0) context.addIssue({ code: 'custom', message: DURATION })
    return ms ?? 0
  })
  .meta({ form: 'duration' })

/** A timer takes no more than 24 days, and a feed is leased for ten minutes. */
export const timeout = duration
  .refine((ms) => ms <= 600_000, 'expected at most 10m')
  .meta({ form: 'duration' })

export const retention = z
  .union(
    [z.literal('forever').transform(() => null), duration],
    'expected a duration such as 365d, or forever',
  )
  .meta({ form: 'duration, or `forever`' })

/** Larger documents cannot be read within a second; who allows more gets this, as configs of before did. */
const MOST_BYTES = 20 * 2 ** 20

export const size = z
  .string(SIZE)
  .transform((text, context) => {
    const bytes = parseSize(text)
    if (!bytes) context.addIssue({ code: 'custom', message: SIZE })
    return bytes ?? 0
  })
  .transform((bytes) => Math.min(bytes, MOST_BYTES))
  .meta({ form: 'size' })

export const text = z.string().min(1, 'expected some text').meta({ form: 'text' })
/** A file, or the address of a PostgreSQL database; the address is logged, so it holds no password. */
export const database = text
  .refine(
    (value) => !/^postgres(?:ql)?:/.test(value) || isServerAddress(value),
    'expected postgres://user@host/name without a password: that belongs into databasePassword, PGPASSWORD or ~/.pgpass',
  )
  .refine(
    (value) => !/^(?!postgres(?:ql)?:)[a-z][a-z\d+.-]+:\/\//i.test(value),
    'expected a file, or a PostgreSQL database: postgres://user@host/name',
  )
export const schedule = z
  .string()
  .refine(isCronExpression, 'expected a cron expression such as "* * * * *"')
  .meta({ form: 'cron expression' })
export const groupName = z
  .string()
  .regex(/^(?!\.+$)[\p{L}\p{N}._-]+$/u, GROUP)
  .meta({ form: 'name' })

export const plainUrl = z.string(PLAIN_ADDRESS).refine(isPlainUrl, PLAIN_ADDRESS).meta({ form: 'address' })
export const hub = z
  .string(HUB)
  .refine((address) => isHttpUrl(address) && !holdsCredentials(address), HUB)
  .meta({ form: 'address' })

const HOST_NAME = 'expected a host name such as wire.example.org, without scheme and port'
export const hostName = z
  .string(HOST_NAME)
  .regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i, HOST_NAME)
  .transform((name) => name.toLowerCase())
  .meta({ form: 'host name' })

export const timeZone = z
  .string()
  .refine(isTimeZone, 'expected a time zone such as UTC or Europe/Berlin')
  .meta({ form: 'time zone' })

/** `feed:` and its like are how browsers once handed addresses to feed readers. */
export const feedUrl = z
  .string(ADDRESS)
  .transform(withoutFeedScheme)
  .refine(isHttpUrl, ADDRESS)
  .meta({ form: 'address' })

/** `true` is one proxy: whoever connects is believed about its client, and nobody before it. */
export const proxies = z
  .union(
    [
      z.boolean().transform((trusted) => (trusted ? (1 as const) : (false as const))),
      z.int().min(0).max(10),
      z.array(z.string().refine(isAddressRange, 'expected an address or a range such as 10.0.0.0/8')),
    ],
    PROXIES,
  )
  .meta({ form: 'addresses, or a number' })

export const agency = z
  .union(
    [
      z
        .string()
        .min(1)
        .transform((name) => ({ name, aliases: [] as string[], hosts: [] as string[] })),
      z.strictObject({
        name: text.describe('The agency’s name.'),
        aliases: z.array(text).default([]).describe('Other names of it in bylines.'),
        hosts: z.array(text).default([]).describe('Hosts on which everything is its own.'),
      }),
    ],
    'expected a name, or name, aliases and hosts',
  )
  .meta({ form: 'name' })

/** `feed://host/x`, `feed:https://host/x`, `itpc://host/x` … → what to ask. */
export function withoutFeedScheme(address: string): string {
  return address
    .trim()
    .replace(/^(?:feed|rss|itpc|pcast|podcast):(?:\/\/)?(?=https?:)/i, '')
    .replace(/^(?:feed|rss|itpc|pcast|podcast):\/\//i, 'http://')
}

export function isHttpUrl(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
}

function holdsCredentials(address: string): boolean {
  const { username, password } = new URL(address)
  return username !== '' || password !== ''
}

/** Every address of ours is made by adding a path to it. */
function isPlainUrl(address: string): boolean {
  return isHttpUrl(address) && !holdsCredentials(address) && !/[?#]/.test(address)
}

/** `10.0.0.1`, `10.0.0.0/8`, `::1`, `fd00::/8`. */
function isAddressRange(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function isServerAddress(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { password, pathname, searchParams } = new URL(value)
  return password === '' && !searchParams.has('password') && pathname.length > 1
}
