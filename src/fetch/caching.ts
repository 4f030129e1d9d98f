/**
 * Reads what an answer says about when to ask again (RFC 9111, RFC 9110). Pure: resolves everything against
 * the clock it is given. Must not decide the next poll.
 */
import type { Caching } from '../contract/model.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** RFC 9111, section 1.2.2: larger numbers of seconds count as this one. */
const MOST_SECONDS = 2 ** 31

/** Times in the answer are taken relative to its own Date, so that a server's wrong clock does no harm. */
export function readCaching(headers: Headers, now: number, status = 200): Caching {
  const serverNow = parseHttpDate(text(headers.date)) ?? now
  const retry = retryAt(headers, now, serverNow) ?? quotaRenewedAt(headers, status, now, serverNow)
  return { freshUntil: freshUntil(headers, now, serverNow), retryAt: retry }
}

function freshUntil(headers: Headers, now: number, serverNow: number): number | null {
  const control = text(headers['cache-control']).toLowerCase()
  if (/(^|[\s,])no-(cache|store)\b(?!=)/.test(control)) return null
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/.exec(control)?.[1]
  if (maxAge === undefined) return later(parseHttpDate(text(headers.expires)), now, serverNow)
  const left = seconds(maxAge) - seconds(/^\d+$/.exec(text(headers.age))?.[0] ?? '0')
  return left > 0 ? now + left * 1000 : null
}

function retryAt(headers: Headers, now: number, serverNow: number): number | null {
  const value = text(headers['retry-after'])
  if (/^\d+$/.test(value)) return now + seconds(value) * 1000
  return later(parseHttpDate(value), now, serverNow)
}

const THROTTLED = new Set([429, 503])

/**
 * When a used-up quota is renewed, where servers send no Retry-After: by RateLimit (in all forms that
 * draft-ietf-httpapi-ratelimit-headers had) or X-RateLimit-Reset, which holds seconds or a time.
 */
function quotaRenewedAt(headers: Headers, status: number, now: number, serverNow: number): number | null {
  const structured = text(headers.ratelimit)
  const left = numberIn(/\b(?:remaining|r)\s*=\s*(\d+)/, structured) ?? named(headers, 'remaining')
  if (!THROTTLED.has(status) && left !== 0) return null
  const inSeconds = numberIn(/\b(?:reset|t)\s*=\s*(\d+)/, structured)
  const reset = inSeconds ?? named(headers, 'reset')
  if (reset === null) return later(resetDate(headers), now, serverNow)
  if (reset < EPOCH_SECONDS) return reset > 0 ? now + Math.min(reset, MOST_SECONDS) * 1000 : null
  return later(reset < EPOCH_MS ? reset * 1000 : reset, now, serverNow)
}

/** A larger number is no span but a time: in seconds since 1970, or in milliseconds. */
const EPOCH_SECONDS = 1e9
const EPOCH_MS = 1e11
const PREFIXES = ['ratelimit', 'x-ratelimit', 'x-rate-limit']

function named(headers: Headers, what: 'remaining' | 'reset'): number | null {
  const values = PREFIXES.map((prefix) =>
    numberIn(/^(\d+(?:\.\d+)?)\b(?!-|:)/, text(headers[`${prefix}-${what}`])),
  )
  return values.find((value) => value !== null) ?? null
}

function resetDate(headers: Headers): number | null {
  const written = PREFIXES.map((prefix) => text(headers[`${prefix}-reset`])).find(Boolean) ?? ''
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(written)
  return isIso && !Number.isNaN(Date.parse(written)) ? Date.parse(written) : parseHttpDate(written)
}

function numberIn(pattern: RegExp, written: string): number | null {
  const digits = pattern.exec(written)?.[1]
  return digits === undefined ? null : Number(digits)
}

function later(date: number | null, now: number, serverNow: number): number | null {
  if (date === null || date <= serverNow) return null
  return now + Math.min(date - serverNow, MOST_SECONDS * 1000)
}

function seconds(digits: string): number {
  return Math.min(Number(digits), MOST_SECONDS)
}

/** The three forms of RFC 9110, section 5.6.7, all UTC. `0`, `-1` and the like are no dates. */
export function parseHttpDate(value: string): number | null {
  if (!/^[a-z]{3,9},? .*\d{2}:\d{2}:\d{2}/i.test(value)) return null
  const time = Date.parse(/(gmt|utc|[+-]\d{4})$/i.test(value) ? value : `${value} GMT`)
  return Number.isNaN(time) ? null : time
}

function text(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.join(', ') : (value ?? '')).trim()
}
