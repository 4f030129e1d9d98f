/** One outlet of the newsroom: what it has published so far, and in which form. */
import { copyOf, type Draft } from './forms.ts'
import { HELD_BACK, type OutletPlan } from './outlets.ts'
import { type SampleEntry, slug, toHtml } from './serialise.ts'
import { AGENCIES, type DemoStory } from './story.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** A released story is this old at its agency, so that no copy of it is dated in the future. */
const AGE_AT_RELEASE = 90 * MINUTE

/** What the newsroom has published so far. */
export interface Edition {
  /** When the newsroom opened, epoch milliseconds. */
  readonly openedAt: number
  /** When each of the held-back stories was released, by key. */
  readonly releases: ReadonlyMap<string, number>
  /** Small news, which goes on for as long as somebody looks; the newest last. */
  readonly reports: readonly Report[]
  /** PNG files of the stories that have one, by key. */
  readonly pictures: ReadonlyMap<string, Buffer>
}

/** A report that was written while the newsroom is open. */
export interface Report {
  readonly number: number
  readonly story: DemoStory
  readonly releasedAt: number
}

/** Every so many outlets carry a report, beside its agency. */
const CARRIED_BY_EVERY = 3

/** An entry, and which story it truly belongs to. */
export interface PlacedEntry extends SampleEntry {
  readonly story: string
  readonly text: readonly string[]
}

/** The entries that are in the feed of an outlet now, newest first. */
export function entriesOf(outlet: OutletPlan, home: string, edition: Edition): PlacedEntry[] {
  const planned = outlet.carries.flatMap(({ story, forms }, index) => {
    const writtenAt = writtenTime(story, edition)
    return writtenAt === null ? [] : [{ story, forms, index, writtenAt }]
  })
  const forms = outlet.carries[0]?.forms ?? []
  const reported = edition.reports
    .filter((report) => carriesReport(outlet, report))
    .map((report) => ({
      story: report.story,
      forms,
      index: FIRST_REPORT + report.number,
      writtenAt: report.releasedAt - AGE_AT_RELEASE,
    }))
  return [...planned, ...reported]
    .map(({ story, forms, index, writtenAt }) => {
      const publishedAt = writtenAt + outlet.lag * MINUTE
      const draft = copyOf({ story, outlet: outlet.name, writtenAt }, forms)
      return place(draft, {
        outlet,
        home,
        story,
        publishedAt,
        index,
        picture: edition.pictures.get(story.key),
      })
    })
    .sort((a, b) => b.publishedAt - a.publishedAt)
}

/** Guids of reports are numbered from here on. */
const FIRST_REPORT = 1000

function carriesReport({ name, carries }: OutletPlan, { story, number }: Report): boolean {
  if (carries.length === 0 || AGENCIES.some((agency) => agency === name)) return story.agency === name
  return (name.length + number) % CARRIED_BY_EVERY === 0
}

function writtenTime(story: DemoStory, { openedAt, releases }: Edition): number | null {
  if (!HELD_BACK.includes(story.key)) return openedAt - story.hoursAgo * HOUR
  const releasedAt = releases.get(story.key)
  return releasedAt === undefined ? null : releasedAt - AGE_AT_RELEASE
}

interface Placing {
  readonly outlet: OutletPlan
  readonly home: string
  readonly story: DemoStory
  readonly publishedAt: number
  readonly index: number
  readonly picture: Buffer | undefined
}

function place(draft: Draft, placing: Placing): PlacedEntry {
  const { outlet, home, story, publishedAt, index, picture } = placing
  const name = slug(outlet.name)
  return {
    story: story.key,
    guid: outlet.format === 'atom' ? `tag:${name}.example,2024:${story.key}` : `${name}-${4100 + index}`,
    link: `${home}/stories/${story.key}?utm_source=feed&utm_medium=${outlet.format}`,
    title: draft.title,
    author: draft.author,
    category: draft.category,
    summary: draft.summary && toHtml([draft.summary]),
    content: draft.body && toHtml(draft.body),
    text: draft.body ?? [draft.summary ?? ''],
    publishedAt,
    picture: picture ? { url: `${home}/pictures/${story.key}.png`, bytes: picture.length } : null,
  }
}
