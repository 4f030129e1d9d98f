/** Answers that are no success, as errors. */
import { ExpectedError } from '../contract/errors.ts'

/** An answer that is not 2xx, with a sentence that tells the client what to do. */
export class HttpError extends ExpectedError {
  override name = 'HttpError'
  readonly statusCode: number
  /** Seconds after which to try again, or null. */
  readonly retryAfter: number | null
  constructor(statusCode: number, message: string, retryAfter: number | null = null) {
    super(message)
    this.statusCode = statusCode
    this.retryAfter = retryAfter
  }
}

/** 429: the visitor's budget is spent. */
export function tooOften(seconds: number): HttpError {
  const unit = seconds === 1 ? 'second' : 'seconds'
  return new HttpError(429, `you ask too often: try again in ${seconds} ${unit}`, seconds)
}

/** Headers of a 401: how to say who one is (RFC 9110, 15.5.2). Browsers ask nobody for a password by it. */
export const CHALLENGE = { 'www-authenticate': 'Bearer realm="Wirefold"' } as const
