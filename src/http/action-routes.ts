import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { StoryPages } from '../contract.ts'
import { HttpError, tooOften } from './errors.ts'
import { type Rate, visitorOf } from './rate.ts'

/** What a person may correct. Each answers with the operation's number, by which it can be undone, or why not. */
export interface Actions {
  merge(storyA: string, storyB: string): Promise<ActionResult>
  split(entryId: number): Promise<ActionResult>
  undo(operation: number): Promise<ActionResult>
}

export type ActionResult =
  | { readonly ok: true; readonly operation: number }
  | { readonly ok: false; readonly reason: string }

export interface ActionContext {
  readonly actions: Actions
  readonly pages: StoryPages
  readonly token: string | null
  /** Wrong tokens that a visitor may send. */
  readonly guesses: Rate
}

/** Routes that change state: all behind `Authorization: Bearer TOKEN`. */
export function addActionRoutes(app: FastifyInstance, { actions, pages, ...guard }: ActionContext): void {
  app.register(async (guarded) => {
    guarded.addHook('onRequest', async (request) => authorise(request, guard))
    guarded.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    guarded.post('/stories/:id/merge', async (request) => {
      return outcome(await actions.merge(param(request, 'id'), field(request, 'with')))
    })
    guarded.post('/stories/:id/split', async (request) => {
      const entry = wholeNumber(field(request, 'entry'))
      await requireCopy(pages, param(request, 'id'), entry)
      return outcome(await actions.split(entry))
    })
    guarded.post('/overrides/:operation/undo', async (request) => {
      return outcome(await actions.undo(wholeNumber(param(request, 'operation'))))
    })
  })
}

/** What is split is a copy of the story in the address, whichever of its ids that is. */
async function requireCopy(pages: StoryPages, id: string, entry: number): Promise<void> {
  const found = await pages.byId(id)
  const story = found !== null && 'aliasOf' in found ? await pages.byId(found.aliasOf) : found
  if (story === null || 'aliasOf' in story) throw new HttpError(404, `there is no story ${id}`)
  if (story.copies.some(({ entryId }) => entryId === entry)) return
  throw new HttpError(404, `entry ${entry} is no copy of story ${id}`)
}

function authorise(
  request: FastifyRequest,
  { token, guesses }: Pick<ActionContext, 'token' | 'guesses'>,
): void {
  if (token === null)
    throw new HttpError(403, 'changes over HTTP are off: set server.token in the config to allow them')
  const visitor = visitorOf(request.ip)
  const seconds = guesses.wait(visitor, 1)
  if (seconds !== null) throw tooOften(seconds)
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  if (timingSafeEqual(digest(given), digest(token))) return
  if (given !== '') {
    guesses.take(visitor, 1)
    request.log.warn({ visitor, url: request.url }, 'a wrong token')
  }
  throw new HttpError(401, 'send the header Authorization: Bearer TOKEN with server.token of the config')
}

/** Digests are of one length, and their comparison takes the same time wherever they differ. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function outcome(result: ActionResult): { operation: number } {
  if (!result.ok) throw new HttpError(422, result.reason)
  return { operation: result.operation }
}

function param(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name]!
}

function field(request: FastifyRequest, name: string): string {
  const value = (request.body as Record<string, unknown> | null | undefined)?.[name]
  if (typeof value === 'string' && value !== '') return value
  if (typeof value === 'number') return String(value)
  throw new HttpError(400, `the body must name ${name}`)
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new HttpError(400, `${text} is not a whole number`)
  return Number(text)
}
