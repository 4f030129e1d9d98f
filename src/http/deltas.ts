/** Answers that hold only what is new to their reader. */
import type { FastifyRequest } from 'fastify'
import { withoutCodings } from './codings.ts'
import type { StoryState } from './feed-documents.ts'

/**
 * Feed deltas (RFC 3229 with `A-IM: feed`): a client that names the document it has is sent only what is new since.
 * What a document held is remembered, not worked out from times: polls overlap, so a story may be stored after one that
 * bears a later time, and a delta by time would leave it out for good. A document that is not remembered (after a restart,
 * or long ago) gets the client the whole feed.
 */
interface Deltas {
  /** A document with these stories was served under this ETag. */
  remember(etag: string, stories: readonly StoryState[]): void
  /** The stories that the client has not got; null where it must be sent the whole document. */
  newStories(request: FastifyRequest, stories: readonly StoryState[]): readonly StoryState[] | null
}

/**
 * Python's feedparser asks for deltas in the name of programs that know nothing of them: rss2email takes a 226 for a
 * failure, shows nothing of it and never gets past it. Those are sent whole documents.
 */
const REFUSES_DELTAS = /feedparser|rss2email/i

export function createDeltas(size: number): Deltas {
  const documents = new Map<string, ReadonlySet<StoryState>>()
  return {
    remember: (etag, stories) => {
      documents.delete(etag)
      documents.set(etag, new Set(stories))
      if (documents.size > size) documents.delete(documents.keys().next().value!)
    },
    newStories: (request, stories) => {
      const asked = request.headers['if-none-match']
      const held =
        asked !== undefined && acceptsDeltas(request) ? documents.get(withoutCodings(asked)) : undefined
      if (held === undefined) return null
      const fresh = stories.filter((story) => !held.has(story))
      return fresh.length === 0 || fresh.length === stories.length ? null : fresh
    },
  }
}

function acceptsDeltas(request: FastifyRequest): boolean {
  const manipulations = String(request.headers['a-im'] ?? '').toLowerCase()
  const asks = manipulations.split(',').some((one) => one.trim() === 'feed')
  return asks && !REFUSES_DELTAS.test(request.headers['user-agent'] ?? '')
}
