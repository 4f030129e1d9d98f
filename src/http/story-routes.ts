/** One story, and two of its copies side by side. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { EntryText, PastCorrection } from '../contract/people-pages.ts'
import { type ExcerptOnly, withinRights } from '../publish/entry.ts'
import { escapeHtml, excerpt } from '../publish/html.ts'
import { HttpError } from './errors.ts'
import { storyPath } from './links.ts'
import { searchOf } from './list-route.ts'
import { show } from './page-answers.ts'
import { EVERYTHING, entryOf, type PageContext, param, siteFor } from './page-context.ts'
import { comparePage } from './pages/compare.ts'
import { type Candidates, storyPage } from './pages/story.ts'
import { wholeNumber } from './selection.ts'

/** Other stories that are offered for a merge. */
const CANDIDATES = 8
const CORRECTIONS = 50

export async function story(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { pages, links } = context
  const found = await pages.byId(param(request, 'id'))
  if (found === null) throw new HttpError(404, 'there is no such story')
  // Not for ever: a correction may part the two again.
  if ('aliasOf' in found) {
    const search = searchOf(request.query as Record<string, string>)
    return reply.redirect(links.prefix + storyPath(found.aliasOf) + search, 307)
  }
  const [evidence, revisions, corrections] = await Promise.all([
    pages.evidence(found.id),
    pages.revisions(found.id),
    pages.corrections(CORRECTIONS, found.id),
  ])
  const site = siteFor(context, request)
  const { other = '', done } = request.query as Record<string, string>
  const view = {
    story: withinRights(found, context.excerptOnly),
    entry: entryOf(context, found),
    evidence,
    revisions,
    corrections: corrections.map((each) => cleaned(context, each)),
    done: corrections.find(({ operation }) => String(operation) === done) ?? null,
    candidates: other.trim() === '' ? null : await candidates(context, other.trim(), found.id),
  }
  return show(reply, site, storyPage(site, view))
}

async function candidates(context: PageContext, query: string, own: string): Promise<Candidates> {
  const limit = CANDIDATES + 1
  const { stories } = await context.pages.browse({
    ...EVERYTHING,
    query,
    sort: 'newest',
    since: null,
    after: null,
    limit,
  })
  return {
    query,
    stories: stories
      .filter(({ id }) => id !== own)
      .map((each) => ({ id: each.id, entry: entryOf(context, each) }))
      .map(({ id, entry: { title, outlet, publishedAt } }) => ({ id, title, outlet, publishedAt })),
  }
}

export async function compare(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { pages, sideBySide, spellSum } = context
  const { a = '', b = '' } = request.query as Record<string, string>
  const ids = [wholeNumber(a), wholeNumber(b)]
  const found = (await pages.texts(ids)).map((each) => shownOf(each, context.excerptOnly))
  const [left, right] = ids.map((id) => found.find(({ entryId }) => entryId === id))
  if (left === undefined || right === undefined || left.entryId === right.entryId)
    throw new HttpError(404, 'there are no two such copies')
  const [x, y] = sideBySide(left, right)
  const evidence = await pages.evidence(left.storyId)
  const verdict = evidence.find((each) => ids.includes(each.a) && ids.includes(each.b))
  const site = siteFor(context, request)
  const page = comparePage(site, {
    storyId: left.storyId,
    copies: [
      { ...left, marked: x },
      { ...right, marked: y },
    ],
    sum: verdict === undefined ? null : spellSum(verdict.features),
  })
  return show(reply, site, page)
}

/** No more of a copy's text than its publisher lets us show. */
function shownOf(copy: EntryText, excerptOnly: ExcerptOnly): EntryText {
  return excerptOnly.has(copy.feedUrl) ? { ...copy, text: excerpt(escapeHtml(copy.text)), print: null } : copy
}

export function cleaned({ cleanTitle }: PageContext, correction: PastCorrection): PastCorrection {
  const clean = (entry: PastCorrection['subject']) =>
    entry && { ...entry, title: cleanTitle(entry.title, entry.outlet) }
  return { ...correction, subject: clean(correction.subject), other: clean(correction.other) }
}
