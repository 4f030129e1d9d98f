/** What an answer means for the feed that was asked: the outcome of a fetch, with the document where there is one. */
import { STATUS_CODES } from 'node:http'
import type { Answer, FetchOutcome, Validators } from '../contract/model.ts'
import { readBody } from './body.ts'
import { readCaching } from './caching.ts'
import type { Deadlines } from './deadlines.ts'
import { reasonOf } from './fault.ts'
import type { Arrival } from './follow.ts'

/** What was asked for. */
export interface Asked {
  readonly address: string
  readonly validators: Validators
  /** An address without its secrets. */
  readonly shown: (address: string) => string
}

interface BodyLimits {
  readonly deadlines: Deadlines
  /** Most bytes of a body, before and after decompression. */
  readonly maxBytes: number
}

export async function readArrival(
  arrival: Arrival,
  asked: Asked,
  { now, ...limits }: BodyLimits & { readonly now: number },
): Promise<FetchOutcome> {
  const { answer, permanentUrl, permanent } = arrival
  const { status } = answer
  const caching = readCaching(answer.headers, now, status)
  const known = { status, caching, permanentUrl, finalUrl: asked.shown(arrival.url.href) }
  if (status === 200 || status === 203) return readDocument(arrival, asked, known, limits)
  answer.body.destroy()
  const kept: Answer = { ...known, validators: asked.validators }
  if (status === 304 && arrival.conditional)
    return { ...kept, kind: 'not-modified', validators: renewed(asked, arrival) }
  if (status === 429 || status === 503) return { ...kept, kind: 'throttled' }
  if (status === 410 && permanent) return { ...kept, kind: 'gone' }
  return { kind: 'failed', status, reason: refusal(status, asked, arrival.url), caching }
}

async function readDocument(
  arrival: Arrival,
  asked: Asked,
  known: Omit<Answer, 'validators'> & { finalUrl: string },
  { deadlines, maxBytes }: BodyLimits,
): Promise<FetchOutcome> {
  const { answer } = arrival
  try {
    deadlines.alive()
    const body = await readBody(answer, maxBytes, deadlines.alive)
    const contentType = answer.headers['content-type'] ?? null
    const leniencies = answer.leniencies()
    return { ...known, kind: 'modified', validators: sent(arrival, asked), body, contentType, leniencies }
  } catch (error) {
    answer.body.destroy()
    const cause = deadlines.signal.aborted ? deadlines.signal.reason : error
    return { kind: 'failed', status: known.status, reason: reasonOf(cause), caching: known.caching }
  }
}

/** The validators of this answer; those it leaves out are forgotten. */
function sent({ answer, url }: Arrival, { shown }: Asked): Validators {
  const { etag, 'last-modified': lastModified } = answer.headers
  return { etag: etag || null, lastModified: lastModified || null, url: shown(url.href) }
}

/** RFC 9111, section 4.3.4: a 304 may bring new validators; what it does not name stays. */
function renewed(asked: Asked, arrival: Arrival): Validators {
  const { validators } = asked
  const { etag, lastModified, url } = sent(arrival, asked)
  return {
    etag: etag ?? validators.etag,
    lastModified: lastModified ?? validators.lastModified,
    url: url ?? null,
  }
}

function refusal(status: number, asked: Asked, url: URL): string {
  const words = `${status} ${STATUS_CODES[status] ?? ''}`.trim()
  const elsewhere = url.host === new URL(asked.address).host ? '' : ` (redirected to ${url.host})`
  if (status === 304) return `${words}, though nothing conditional was asked${elsewhere}`
  if (status === 206) return `${words}, though the whole was asked for${elsewhere}`
  return words + elsewhere
}
