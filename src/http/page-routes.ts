/** Pages for people: the stories, one story, two copies compared, outlets, feeds, corrections. */
import type { FastifyInstance } from 'fastify'
import { HttpError } from './errors.ts'
import { groupPath } from './links.ts'
import { home, searchOf } from './list-route.ts'
import { outlet, showFeeds } from './outlet-routes.ts'
import { show } from './page-answers.ts'
import { type PageContext, param, siteFor } from './page-context.ts'
import { correctionsPage } from './pages/corrections.ts'
import { signInPage } from './pages/sign-in.ts'
import { cleaned, compare, story } from './story-routes.ts'

const CORRECTIONS = 200

export function addPageRoutes(app: FastifyInstance, context: PageContext): void {
  const { pages } = context
  app.get('/', async (request, reply) => {
    const { group, ...query } = request.query as Record<string, string>
    if (group) return reply.redirect(context.links.prefix + groupPath(group) + searchOf(query), 303)
    return home(context, request, reply, null)
  })
  app.get('/groups/:group', async (request, reply) => home(context, request, reply, param(request, 'group')))
  app.get('/stories/:id', async (request, reply) => story(context, request, reply))
  app.get('/stories/:id/compare', async (request, reply) => compare(context, request, reply))
  app.get('/outlets/:outlet', async (request, reply) => outlet(context, request, reply))
  app.get('/feeds', async (request, reply) => showFeeds(context, request, reply, null))
  app.get('/corrections', async (request, reply) => {
    const site = siteFor(context, request)
    const past = (await pages.corrections(CORRECTIONS, null)).map((each) => cleaned(context, each))
    return show(reply, site, correctionsPage(site, past))
  })
  app.get('/sign-in', async (request, reply) => {
    const site = siteFor(context, request)
    if (!site.visitor.maySignIn)
      throw new HttpError(403, 'nobody can sign in: set server.token in the config')
    return show(reply, site, signInPage(site, false))
  })
}
