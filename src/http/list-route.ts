/** The list of stories: filters and order from the address, one page of it. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HttpError } from './errors.ts'
import { withKnownOutlets } from './outlets.ts'
import { show } from './page-answers.ts'
import { EVERYTHING, type PageContext, siteFor, toListed } from './page-context.ts'
import { homePage, type View } from './pages/home.ts'
import { readSelection, wholeNumber } from './selection.ts'

const DAY = 86_400_000
const STORIES_ON_A_PAGE = 30

export async function home(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  group: string | null,
): Promise<FastifyReply> {
  const { pages } = context
  const { view, limit } = await readView(context, request, group)
  const [groups, outlets] = await Promise.all([pages.groups(), pages.outlets()])
  if (group !== null && !groups.includes(group)) throw new HttpError(404, `there is no group ${group}`)
  const { stories, next } = await pages.browse({
    ...view,
    since: view.sort === 'carried' ? context.now() - DAY : null,
    limit: limit ?? STORIES_ON_A_PAGE,
  })
  const { latest } = await pages.newSince(EVERYTHING, Number.MAX_SAFE_INTEGER)
  const site = siteFor(context, request)
  const listed = stories.map((each) => toListed(context, each))
  return show(reply, site, homePage(site, { view, groups, outlets, stories: listed, next, newest: latest }))
}

async function readView(
  { pages }: PageContext,
  request: FastifyRequest,
  group: string | null,
): Promise<{ view: View; limit: number | null }> {
  const { sort = 'newest', after, ...given } = filled(request.query as Record<string, string | string[]>)
  const selection = await withKnownOutlets(pages, readSelection(given))
  const { outlets, withoutOutlets, query, minOutlets, limit } = selection
  if (sort !== 'newest' && sort !== 'carried')
    throw new HttpError(400, `sort=${sort}: give newest or carried`)
  const before = after === undefined ? null : wholeNumber(String(after))
  return { view: { group, outlets, withoutOutlets, query, minOutlets, sort, after: before }, limit }
}

type Query = Readonly<Record<string, string | readonly string[]>>

/** A form sends its empty fields along. */
function filled(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
}

export function searchOf(query: Query): string {
  const pairs = Object.entries(filled(query)).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, String(each)]),
  )
  const text = new URLSearchParams(pairs).toString()
  return text === '' ? '' : `?${text}`
}
