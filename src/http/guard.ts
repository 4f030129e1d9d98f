/** Who may change things: whoever sends the token, or a form from a page of ours by somebody who signed in with it. */
import type { FastifyRequest } from 'fastify'
import { HttpError, tooOften } from './errors.ts'
import { type Rate, visitorOf } from './rate.ts'
import { isOurs, isSameSecret, type Sessions } from './sessions.ts'

interface GuardOptions {
  /** null: nothing can be changed over HTTP. */
  readonly token: string | null
  /** Wrong tokens that a visitor may send. */
  readonly guesses: Rate
  readonly sessions: Sessions
}

export interface Guard {
  /** Before the body is read. Throws HttpError 401, 403 or 429. */
  admit(request: FastifyRequest): void
  /** After it, because a form brings its proof along. Throws HttpError 403. */
  checkForm(request: FastifyRequest): void
  /** A person at a page rather than a program: is to be led on to a page. */
  isPerson(request: FastifyRequest): boolean
  /** Whether this is the token. Throws HttpError 403 or 429. */
  knows(request: FastifyRequest, token: string): boolean
}

export function createGuard({ token, guesses, sessions }: GuardOptions): Guard {
  const isPerson = (request: FastifyRequest) =>
    request.headers.authorization === undefined && sessions.formToken(request) !== null

  function knows(request: FastifyRequest, given: string): boolean {
    if (token === null)
      throw new HttpError(403, 'changes over HTTP are off: set server.token in the config to allow them')
    const visitor = visitorOf(request.ip)
    const seconds = guesses.wait(visitor, 1)
    if (seconds !== null) throw tooOften(seconds)
    if (isSameSecret(given, token)) return true
    if (given !== '') {
      guesses.take(visitor, 1)
      request.log.warn({ visitor, url: request.url }, 'a wrong token')
    }
    return false
  }

  return {
    isPerson,
    knows,
    admit(request) {
      if (isPerson(request)) return
      const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
      if (knows(request, given)) return
      throw new HttpError(
        401,
        'sign in, or send the header Authorization: Bearer TOKEN with server.token of the config',
      )
    },
    checkForm(request) {
      if (!isPerson(request)) return
      const { form } = (request.body ?? {}) as { form?: unknown }
      if (sessions.allows(request, form)) return
      throw new HttpError(403, 'this form was not sent from a page of ours: open the page again and retry')
    },
  }
}

/** Throws HttpError 403 where a browser says that another site sent the form. */
export function requireOurs(request: FastifyRequest): void {
  if (!isOurs(request)) throw new HttpError(403, 'this form was sent from another site')
}
