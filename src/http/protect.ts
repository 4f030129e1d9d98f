/** What holds for every route: which names are answered to, what a visitor may cost, headers, and how faults are told. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { UnavailableError } from '../contract/errors.ts'
import { CHALLENGE, HttpError, tooOften } from './errors.ts'
import type { HostCheck } from './hosts.ts'
import type { AnswerError } from './page-answers.ts'
import { type Rate, visitorOf } from './rate.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a request costs of its visitor's rate: else what its parameters say. `on work`: the route charges it. */
    readonly cost?: 0 | 'on work'
  }
}

interface Limits {
  readonly rate: Rate
  readonly answersTo: HostCheck
  readonly answerError: AnswerError
}

const MAX_URL = 2048

export function protect(app: FastifyInstance, { rate, answersTo, answerError }: Limits): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff')
    const { host } = request.raw.headers
    if (!answersTo(host, request.raw.socket.localAddress)) return done(unknownHost(host!))
    if (request.url.length > MAX_URL)
      return done(new HttpError(414, `the address is longer than ${MAX_URL} characters`))
    const { cost } = request.routeOptions.config
    if (cost !== undefined) return done()
    const seconds = rate.take(visitorOf(request.ip), costOf(request.query))
    done(seconds === null ? undefined : tooOften(seconds))
  })
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    answerFault(error, request, reply, answerError),
  )
  app.setNotFoundHandler((request, reply) => {
    answerError(request.headers.accept ?? '', reply.code(404), 'there is nothing here')
  })
}

const SEARCH = 10
const HUNDRED_STORIES = 100

/** What an answer costs to make: a search is dear, and so are many stories. */
function costOf(query: unknown): number {
  const { q, limit } = query as { q?: unknown; limit?: unknown }
  const stories = Number(limit) || 0
  return (q === undefined || q === '' ? 1 : SEARCH) + Math.floor(Math.min(stories, 500) / HUNDRED_STORIES)
}

/** Takes it from the visitor's rate. Throws HttpError 429. */
export function charge(rate: Rate, request: FastifyRequest): void {
  const seconds = rate.take(visitorOf(request.ip), costOf(request.query))
  if (seconds !== null) throw tooOften(seconds)
}

function unknownHost(host: string): HttpError {
  const name = host.slice(0, 100)
  return new HttpError(
    421,
    `this server does not answer to the name ${name}: set server.publicUrl, or list it in server.hosts`,
  )
}

/** Not what the error says: that names the database and its user. */
const AWAY = 'the database is not available now: try again soon'
const AWAY_S = 10

function answerFault(
  error: FastifyError | HttpError,
  request: FastifyRequest,
  reply: FastifyReply,
  answerError: AnswerError,
): void {
  if (error instanceof UnavailableError) {
    request.log.warn({ fault: error.message }, 'an answer needs what is not there')
    answerFault(new HttpError(503, AWAY, AWAY_S), request, reply, answerError)
    return
  }
  const code = error.statusCode ?? 500
  const isMeant = code < 500 || error instanceof HttpError
  if (!isMeant) request.log.error(error)
  const { retryAfter = null } = error as Partial<HttpError>
  if (retryAfter !== null) reply.header('retry-after', retryAfter)
  if (code === 401) reply.headers(CHALLENGE)
  const message = isMeant ? error.message : 'something broke here'
  answerError(request.headers.accept ?? '', reply.code(code), message)
}
