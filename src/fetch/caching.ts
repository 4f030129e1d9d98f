/**
 * Reads what an answer says about when to ask again (RFC 9111, RFC 9110). Pure: resolves everything against
 * the clock it is given. Must not decide the next poll.
 */
import type { Caching } from '../model.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** RFC 9111, section 1.2.2: a number too large to be kept stands for this many seconds. */
const mostSeconds = 2 ** 31

/** Times in the answer are taken relative to its own Date, so that a server's wrong clock does no harm. */
export function readCaching(headers: Headers, now: number): Caching {
  const serverNow = parseHttpDate(text(headers.date)) ?? now
  return { freshUntil: freshUntil(headers, now, serverNow), retryAt: retryAt(headers, now, serverNow) }
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

function later(date: number | null, now: number, serverNow: number): number | null {
  if (date === null || date <= serverNow) return null
  return now + Math.min(date - serverNow, mostSeconds * 1000)
}

function seconds(digits: string): number {
  return Math.min(Number(digits), mostSeconds)
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
