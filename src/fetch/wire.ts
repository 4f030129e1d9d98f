/** What goes over the wire and what comes back, whatever the version of HTTP. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { Lookup } from './guard.ts'

export interface WireRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly lookup: Lookup | undefined
  /** The proxy to ask through, its credentials included; null: directly. */
  readonly proxy: URL | null
  /** Certificates (PEM) of authorities that are trusted beside the usual ones. */
  readonly ca: string | null
  /** Aborted with the reason as a FetchFault; ends the request or the reading of its body. */
  readonly signal: AbortSignal
}

/** The head of an answer; the body is still to be read, or destroyed, which ends the connection. */
export interface WireAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Readable
  /** Once the body has ended: whether the server ended it, or cut it. */
  isWhole(): boolean
  /** What had to be forgiven of its form so far, in words. */
  leniencies(): readonly string[]
}

/** More interim (1xx) answers than any honest server sends. */
export const MOST_INTERIM_ANSWERS = 16
