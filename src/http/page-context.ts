/** The context that the routes of the pages share, and what they tell every page. */
import type { FastifyRequest } from 'fastify'
import type { Story } from '../contract/model.ts'
import type { StoryPages } from '../contract/store.ts'
import { type CleanTitle, type Entry, type ExcerptOnly, toEntry } from '../publish/entry.ts'
import { type Links, storyPath } from './links.ts'
import type { MarkedText } from './pages/compare.ts'
import type { SpelledSum } from './pages/evidence.ts'
import type { Listed } from './pages/home.ts'
import type { Site, Times } from './pages/site.ts'
import type { Sessions } from './sessions.ts'

export interface PageContext {
  readonly pages: StoryPages
  readonly links: Links
  readonly title: string
  readonly cleanTitle: CleanTitle
  /** Feeds of which only excerpts may be shown. */
  readonly excerptOnly: ExcerptOnly
  readonly sessions: Sessions
  readonly times: Times
  readonly now: () => number
  readonly sideBySide: SideBySide
  readonly spellSum: (features: Readonly<Record<string, number>>) => SpelledSum
}

interface Comparable {
  readonly text: string
  readonly print: Uint8Array | null
}

/** Marks what two texts share, and what is their outlets' boilerplate. */
type SideBySide = (a: Comparable, b: Comparable) => [MarkedText, MarkedText]

/** A filter that every story passes. */
export const EVERYTHING = {
  group: null,
  outlets: [],
  withoutOutlets: [],
  query: null,
  minOutlets: 1,
} as const

/** Describes the site to a page: the time, and whether this request comes from somebody who signed in. */
export function siteFor(
  { links, title, times, now, sessions }: Pick<PageContext, 'links' | 'title' | 'times' | 'now' | 'sessions'>,
  request: FastifyRequest | null,
): Site {
  const formToken = request === null ? null : sessions.formToken(request)
  return {
    title,
    prefix: links.prefix,
    times,
    now: now(),
    visitor: { maySignIn: sessions.possible, formToken },
  }
}

export function entryOf({ links, cleanTitle, excerptOnly }: PageContext, story: Story): Entry {
  return toEntry(story, { permalink: links.story, cleanTitle, excerptOnly })
}

export function toListed(context: PageContext, story: Story): Listed {
  return { entry: entryOf(context, story), number: story.number, path: storyPath(story.id) }
}

export function param(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name]!
}
