/** One outlet, and the feeds. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HttpError } from './errors.ts'
import { show } from './page-answers.ts'
import { EVERYTHING, type PageContext, param, siteFor, toListed } from './page-context.ts'
import { type FeedsView, feedsPage, type Message, SPARK_DAYS } from './pages/feeds.ts'
import { outletPage } from './pages/outlet.ts'

const DAY = 86_400_000
const LATEST_OF_OUTLET = 12
/** Days that an outlet's figures cover. */
const OUTLET_DAYS = 30

export async function outlet(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { pages, now } = context
  const name = param(request, 'outlet')
  const record = await pages.carriedBy(name, now() - OUTLET_DAYS * DAY)
  if (record === null) throw new HttpError(404, `there is no outlet ${name}`)
  const [feeds, days, latest] = await Promise.all([
    pages.feeds(),
    pages.feedDays(now() - OUTLET_DAYS * DAY),
    pages.browse({
      ...EVERYTHING,
      outlets: [record.name],
      sort: 'newest',
      since: null,
      after: null,
      limit: LATEST_OF_OUTLET,
    }),
  ])
  const own = feeds.filter((feed) => feed.outlet === record.name)
  const ids = new Set(own.map(({ id }) => id))
  const site = siteFor(context, request)
  const view = {
    record,
    days: OUTLET_DAYS,
    feeds: own,
    feedDays: days.filter(({ feedId }) => ids.has(feedId)),
    stories: latest.stories.map((each) => toListed(context, each)),
  }
  return show(reply, site, outletPage(site, view))
}

/** The page of the feeds, with what came of a form. */
export async function showFeeds(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  message: Message | null,
): Promise<FastifyReply> {
  const { pages, now } = context
  const [feeds, days] = await Promise.all([pages.feeds(), pages.feedDays(now() - SPARK_DAYS * DAY)])
  const site = siteFor(context, request)
  const view: FeedsView = {
    feeds,
    days,
    message: message ?? messageOf(request.query as Record<string, string>, feeds),
  }
  return show(reply, site, feedsPage(site, view))
}

/** Tells what a form did, from the address it led to: numbers only, so that no link can make us say anything. */
function messageOf(query: Readonly<Record<string, string>>, feeds: FeedsView['feeds']): Message | null {
  const number = (name: string) => (/^\d{1,9}$/.test(query[name] ?? '') ? Number(query[name]) : 0)
  switch (query.did) {
    case 'add': {
      const feed = feeds.find(({ id }) => id === number('feed'))
      if (feed === undefined) return null
      return { good: true, text: `Subscribed to ${feed.url}. Its stories come with the next poll.` }
    }
    case 'import': {
      const text = `${number('new')} new, ${number('known')} subscribed already, ${number('skipped')} skipped.`
      return { good: true, text: `The OPML file was read: ${text}` }
    }
    case 'poll':
      return { good: true, text: 'The feeds are being polled. New stories appear as they come in.' }
    default:
      return null
  }
}
