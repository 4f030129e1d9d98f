/** Stories that changed since a cursor, with their copies and the evidence for each, for scripts. */
import type { FastifyInstance } from 'fastify'
import type { Copy, Story } from '../contract/model.ts'
import type { ChangedStory, StoryPages } from '../contract/store.ts'
import { isoTime } from '../contract/words.ts'
import { storyTag } from '../publish/entry.ts'
import { HttpError } from './errors.ts'
import type { Links } from './links.ts'
import { MAX_LIMIT, whole } from './selection.ts'

interface ChangeContext {
  readonly pages: Pick<StoryPages, 'changes'>
  readonly links: Links
}

const DEFAULT_LIMIT = 100

export function addChangeRoutes(app: FastifyInstance, { pages, links }: ChangeContext): void {
  app.get('/stories.json', { config: { isOpen: true } }, async (request, reply) => {
    const query = request.query as Record<string, string | string[]>
    const limit = whole(query, 'limit', MAX_LIMIT) ?? DEFAULT_LIMIT
    const changes = await pages.changes(cursorOf(query), limit)
    if (changes === null)
      throw new HttpError(410, 'since: this cursor is of another database: start again without it')
    const { stories, cursor, hasMore } = changes
    return reply.header('cache-control', 'no-cache').send({
      stories: stories.map((changed) => toJson(changed, links)),
      next: cursor,
      has_more: hasMore,
    })
  })
}

function cursorOf({ since }: Record<string, string | string[]>): string | null {
  if (since === undefined || since === '') return null
  if (typeof since === 'string' && /^[0-9a-f]{8}-\d{1,15}$/.test(since)) return since
  throw new HttpError(400, `since=${since} is no cursor: give the "next" of an earlier answer, or nothing`)
}

function toJson({ id, mergedInto, story, evidence }: ChangedStory, links: Links): object {
  const about = { id, tag: storyTag(id), url: links.story(id), merged_into: mergedInto }
  return story === null
    ? about
    : { ...about, ...facts(story), copies: story.copies.map(toCopy(story)), evidence }
}

function facts({ lead, publishedAt, updatedAt, changedAt }: Story) {
  return {
    title: lead.title,
    published_at: isoTime(publishedAt),
    updated_at: isoTime(updatedAt),
    changed_at: isoTime(changedAt),
  }
}

const toCopy = (story: Story) => (copy: Copy) => ({
  entry_id: copy.entryId,
  is_lead: copy.entryId === story.lead.entryId,
  outlet: copy.outlet,
  feed_url: copy.feedUrl,
  link: copy.link,
  title: copy.title,
  author: copy.author,
  published_at: copy.publishedAt === null ? null : isoTime(copy.publishedAt),
  first_seen_at: isoTime(copy.firstSeenAt),
})
