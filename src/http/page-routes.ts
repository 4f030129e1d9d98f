import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { StoryPages } from '../contract.ts'
import type { Story } from '../model.ts'
import { type CleanTitle, type Entry, toEntry } from '../publish/entry.ts'
import { HttpError } from './errors.ts'
import { type Links, storyPath } from './links.ts'
import { withKnownOutlets } from './outlets.ts'
import { feedsPage } from './pages/feeds.ts'
import { homePage } from './pages/home.ts'
import { storyPage } from './pages/story.ts'
import { FEED_CSS, STYLE_CSS } from './pages/styles.ts'
import { readSelection } from './selection.ts'

export interface PageContext {
  readonly pages: StoryPages
  readonly links: Links
  readonly title: string
  readonly cleanTitle: CleanTitle
}

const STORIES_ON_A_PAGE = 50
// Nothing but our stylesheet runs; pictures, sound and players of the outlets may load.
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src http: https: data:',
  'media-src http: https:',
  'frame-src https:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Pages for people: the newest stories, one story, the feeds. */
export function addPageRoutes(app: FastifyInstance, context: PageContext): void {
  const { pages, links, title: site } = context
  const { prefix } = links
  app.get('/', async (request, reply) => home(context, request, reply, null))
  app.get('/groups/:group', async (request, reply) => {
    return home(context, request, reply, (request.params as { group: string }).group)
  })
  app.get('/stories/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    const story = await pages.byId(id)
    if (story === null) throw new HttpError(404, 'no such story')
    // Not for ever: a correction may part the two again.
    if ('aliasOf' in story) return reply.redirect(prefix + storyPath(story.aliasOf), 307)
    const evidence = await pages.evidence(story.id)
    return show(reply, storyPage({ site, prefix, story, entry: entryOf(context, story), evidence }))
  })
  app.get('/feeds', async (_request, reply) =>
    show(reply, feedsPage({ site, prefix, feeds: await pages.feeds() })),
  )
  for (const [path, css] of [
    ['/style.css', STYLE_CSS],
    ['/feed.css', FEED_CSS],
  ] as const) {
    app.get(path, async (_request, reply) => {
      return reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(css)
    })
  }
}

async function home(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  group: string | null,
): Promise<FastifyReply> {
  const { pages, links, title: site } = context
  const { q, ...filters } = request.query as Record<string, string>
  const asked = readSelection(q === '' ? filters : { ...filters, ...(q === undefined ? {} : { q }) })
  const selection = await withKnownOutlets(pages, asked)
  const groups = await pages.groups()
  if (group !== null && !groups.includes(group)) throw new HttpError(404, `no group ${group}`)
  const { stories } = await pages.page({ ...selection, group }, selection.limit ?? STORIES_ON_A_PAGE)
  const entries = stories.map((story) => entryOf(context, story))
  return show(reply, homePage({ site, prefix: links.prefix, group, groups, query: selection.query, entries }))
}

function entryOf({ links, cleanTitle }: PageContext, story: Story): Entry {
  return toEntry(story, { permalink: links.story, cleanTitle })
}

function show(reply: FastifyReply, body: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'public, max-age=60')
    .header('vary', 'accept-encoding')
    .send(body)
}
