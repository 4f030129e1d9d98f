/** Routes that change state, for programs with the token and for people who signed in. */
import multipart from '@fastify/multipart'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StoryPages } from '../contract/store.ts'
import { CHALLENGE, HttpError } from './errors.ts'
import { type Guard, requireOurs } from './guard.ts'
import { storyPath } from './links.ts'
import { showFeeds } from './outlet-routes.ts'
import { show } from './page-answers.ts'
import { type PageContext, param, siteFor } from './page-context.ts'
import { signInPage } from './pages/sign-in.ts'
import { wholeNumber } from './selection.ts'

/** Everything a person may change. A refusal is an answer, not a fault. */
export interface Actions {
  /** Corrections answer with the operation's number, by which they can be undone. */
  merge(storyA: string, storyB: string): Promise<ActionResult<Corrected>>
  split(entryId: number): Promise<ActionResult<Corrected>>
  undo(operation: number): Promise<ActionResult<Corrected>>
  /** Subscribes to the feed at an address, or to the one that the page there offers. */
  addFeed(address: string): Promise<ActionResult<Added>>
  importOpml(document: Uint8Array): Promise<ActionResult<Imported>>
  /** Starts a poll of every feed, and does not wait for it. */
  pollAll(): Promise<ActionResult<object>>
}

export type ActionResult<Value> =
  | ({ readonly ok: true } & Value)
  | { readonly ok: false; readonly reason: string }

export interface Corrected {
  readonly operation: number
  /** The stories that hold the entries now. */
  readonly stories: readonly string[]
}

interface Added {
  readonly url: string
  readonly isNew: boolean
  readonly alsoOffered: readonly string[]
}

export interface Imported {
  readonly added: number
  readonly known: number
  readonly skipped: number
}

interface ActionContext extends PageContext {
  readonly actions: Actions
  readonly guard: Guard
}

/** An OPML file with thousands of feeds. */
const LARGEST_OPML = 4 * 1024 * 1024

export function addActionRoutes(app: FastifyInstance, context: ActionContext): void {
  app.register(async (open) => {
    parseForms(open)
    addSessionRoutes(open, context)
  })
  app.register(async (guarded) => {
    const { guard } = context
    parseForms(guarded)
    await guarded.register(multipart, {
      attachFieldsToBody: 'keyValues',
      limits: { fileSize: LARGEST_OPML, files: 1, fields: 4, fieldSize: 1000 },
    })
    blameUploads(guarded)
    guarded.addHook('onRequest', async (request) => guard.admit(request))
    guarded.addHook('preHandler', async (request) => guard.checkForm(request))
    addCorrectionRoutes(guarded, context)
    addFeedForms(guarded, context)
  })
}

/** An upload that breaks off, or is none, is its sender's fault. The server's own handler answers. */
function blameUploads(app: FastifyInstance): void {
  const read = new WeakSet<FastifyRequest>()
  app.addHook('preHandler', async (request) => void read.add(request))
  app.setErrorHandler<FastifyError>((error, request) => {
    const isUnread = request.isMultipart() && !read.has(request)
    throw isUnread && error.statusCode === undefined
      ? new HttpError(400, `the upload cannot be read: ${error.message}`)
      : error
  })
}

function parseForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}

function addSessionRoutes(app: FastifyInstance, context: ActionContext): void {
  const { guard, sessions, links } = context
  app.post('/sign-in', async (request, reply) => {
    requireOurs(request)
    if (!guard.knows(request, field(request, 'token'))) {
      const site = siteFor(context, null)
      show(reply.code(401).headers(CHALLENGE), site, signInPage(site, true))
      return reply.header('cache-control', 'no-store')
    }
    sessions.open(reply)
    return reply.redirect(`${links.prefix}/`, 303)
  })
  app.post('/sign-out', async (request, reply) => {
    requireOurs(request)
    sessions.close(reply)
    return reply.redirect(`${links.prefix}/`, 303)
  })
}

function addCorrectionRoutes(app: FastifyInstance, context: ActionContext): void {
  const { actions, pages } = context
  app.post('/stories/:id/merge', async (request, reply) => {
    const result = await actions.merge(param(request, 'id'), field(request, 'with'))
    return corrected(context, request, reply, result)
  })
  app.post('/stories/:id/split', async (request, reply) => {
    const entry = wholeNumber(field(request, 'entry'))
    await requireCopy(pages, param(request, 'id'), entry)
    return corrected(context, request, reply, await actions.split(entry))
  })
  app.post('/overrides/:operation/undo', async (request, reply) => {
    const result = await actions.undo(wholeNumber(param(request, 'operation')))
    return corrected(context, request, reply, result)
  })
}

/** A program is told the operation; a person is led to the story, where it can be undone. */
function corrected(
  { guard, links }: ActionContext,
  request: FastifyRequest,
  reply: FastifyReply,
  result: ActionResult<Corrected>,
): FastifyReply {
  if (!result.ok) throw new HttpError(422, result.reason)
  const { operation, stories } = result
  if (!guard.isPerson(request)) return reply.send({ operation })
  const { id = stories[0] } = request.params as { id?: string }
  const path = id === undefined ? '/corrections' : `${storyPath(id)}?done=${operation}`
  return reply.redirect(links.prefix + path, 303)
}

function addFeedForms(app: FastifyInstance, context: ActionContext): void {
  const { actions, pages } = context
  app.post('/feeds', async (request, reply) => {
    const result = await actions.addFeed(field(request, 'address'))
    const feed = result.ok ? (await pages.feeds()).find(({ url }) => url === result.url) : undefined
    return done(context, request, reply, result, `did=add&feed=${feed?.id ?? 0}`)
  })
  app.post('/feeds/import', { bodyLimit: LARGEST_OPML }, async (request, reply) => {
    const { opml } = (request.body ?? {}) as { opml?: unknown }
    if (!(opml instanceof Uint8Array) || opml.length === 0)
      throw new HttpError(400, 'choose an OPML file first')
    const result = await actions.importOpml(opml)
    const { added = 0, known = 0, skipped = 0 } = result.ok ? result : {}
    return done(context, request, reply, result, `did=import&new=${added}&known=${known}&skipped=${skipped}`)
  })
  app.post('/feeds/poll', async (request, reply) => {
    return done(context, request, reply, await actions.pollAll(), 'did=poll')
  })
}

function done(
  context: ActionContext,
  request: FastifyRequest,
  reply: FastifyReply,
  result: ActionResult<object>,
  outcome: string,
): FastifyReply | Promise<FastifyReply> {
  if (context.guard.isPerson(request)) {
    if (result.ok) return reply.redirect(`${context.links.prefix}/feeds?${outcome}`, 303)
    return showFeeds(context, request, reply.code(422), { good: false, text: result.reason })
  }
  if (!result.ok) throw new HttpError(422, result.reason)
  const { ok, ...value } = result
  return reply.send(value)
}

/** Only a copy of the story in the address may be split from it, whichever of its ids that is. */
async function requireCopy(pages: StoryPages, id: string, entry: number): Promise<void> {
  const found = await pages.byId(id)
  const story = found !== null && 'aliasOf' in found ? await pages.byId(found.aliasOf) : found
  if (story === null || 'aliasOf' in story) throw new HttpError(404, `there is no story ${id}`)
  if (story.copies.some(({ entryId }) => entryId === entry)) return
  throw new HttpError(404, `entry ${entry} is no copy of story ${id}`)
}

function field(request: FastifyRequest, name: string): string {
  const value = (request.body as Record<string, unknown> | null | undefined)?.[name]
  if (typeof value === 'string' && value !== '') return value
  if (typeof value === 'number') return String(value)
  throw new HttpError(400, `the body must name ${name}`)
}
