/**
 * The forms that a story takes on its way through other people's sites: prefixes, bylines, widgets, excerpts,
 * footers, edits. Pure functions from a draft to a draft, so that any number of them can be combined.
 * Nothing here knows of feeds or servers.
 */
import type { DemoStory } from './story.ts'

/** A copy in the making. Texts are plain; markup is added when it is served. */
export interface Draft {
  readonly title: string
  readonly author: string | null
  readonly category: string
  readonly summary: string | null
  /** Paragraphs, or null when the feed carries no more than the summary. */
  readonly body: readonly string[] | null
}

interface Setting {
  readonly story: DemoStory
  readonly outlet: string
  /** When the story was first published, epoch milliseconds; decides the weekdays named in the text. */
  readonly writtenAt: number
}

export type Form = (draft: Draft, setting: Setting) => Draft

const DAY = 86_400_000
const WEEKDAYS = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' })

/** The story as its newsroom wrote it, brought into the given forms one after the other. */
export function copyOf(setting: Setting, forms: readonly Form[]): Draft {
  const { story, writtenAt } = setting
  const whole: Draft = {
    title: dated(story.headline, writtenAt),
    author: null,
    category: story.category,
    summary: null,
    body: story.paragraphs.map((paragraph) => dated(paragraph, writtenAt)),
  }
  return forms.reduce((draft, form) => form(draft, setting), whole)
}

function dated(text: string, at: number): string {
  const weekday = (time: number) => WEEKDAYS.format(time)
  return text
    .replaceAll('{today}', weekday(at))
    .replaceAll('{yesterday}', weekday(at - DAY))
    .replaceAll('{tomorrow}', weekday(at + DAY))
}

const above =
  (line: (setting: Setting, draft: Draft) => string): Form =>
  (draft, setting) =>
    draft.body ? { ...draft, body: [line(setting, draft), ...draft.body] } : draft

const below =
  (line: (setting: Setting, draft: Draft) => string): Form =>
  (draft, setting) =>
    draft.body ? { ...draft, body: [...draft.body, line(setting, draft)] } : draft

const credit = ({ story, outlet }: Setting) => story.agency ?? outlet

/** `AGENCY: ` before the headline; an outlet's own work goes without. */
export const prefixed: Form = (draft, { story }) =>
  story.agency ? { ...draft, title: `${story.agency}: ${draft.title}` } : draft

export const retitled: Form = (draft, { story, writtenAt }) => ({
  ...draft,
  title: dated(story.altHeadline, writtenAt),
})

/** ` - Outlet` behind the headline, as many feeds have it. */
export const suffixed: Form = (draft, { outlet }) => ({ ...draft, title: `${draft.title} - ${outlet}` })

/** `By AGENCY Staff` above the text. */
export const bylined: Form = above((setting) => `By ${credit(setting)} Staff`)

/** `By Name/AGENCY` above the text. */
export const signed: Form = above((setting) => `By ${setting.story.author}/${credit(setting)}`)

/** The reporter as dc:creator or Atom author. */
export const named: Form = (draft, { story }) => ({ ...draft, author: story.author })

/** The agency as dc:creator or Atom author. */
export const attributed: Form = (draft, setting) => ({ ...draft, author: credit(setting) })

/** `PLACE (AGENCY) —` before the lead. */
export const datelined: Form = (draft, setting) => {
  const [lead, ...rest] = draft.body ?? []
  if (lead === undefined || setting.story.place === '') return draft
  return { ...draft, body: [`${setting.story.place} (${credit(setting)}) — ${lead}`, ...rest] }
}

/** Headline and dek once more at the head of the text. */
export const headed: Form = (draft, { story, writtenAt }) =>
  draft.body ? { ...draft, body: [dated(story.headline, writtenAt), story.dek, ...draft.body] } : draft

/** The dek as the entry's summary. */
export const decked: Form = (draft, { story }) => ({ ...draft, summary: story.dek })

export const widget: Form = above(() => 'Audio By Carbonatix')

/** Leaves the first words of the text, ending in `[…]`, and no body. */
export const excerpt =
  (words: number): Form =>
  (draft) => {
    const all = (draft.body ?? []).join(' ').split(' ')
    return { ...draft, summary: `${all.slice(0, words).join(' ')} […]`, body: null }
  }

/** Drops the third paragraph and the last but one, as a page with little room does. */
export const shortened: Form = (draft) => ({
  ...draft,
  body: draft.body ? draft.body.filter((_, i, all) => i !== 2 && i !== all.length - 2) : null,
})

const EDITS: readonly (readonly [string, string])[] = [
  [' per cent', ' percent'],
  [' about ', ' some '],
  ['expected', 'likely'],
  [' more than ', ' over '],
  ['said that', 'said'],
  [' has been ', ' was '],
  ['“', '"'],
  ['”', '"'],
  ['’', "'"],
]

/** A copy desk's small changes: house spelling, straight quotes, a word here and there. */
export const edited: Form = (draft) => ({
  ...draft,
  body: draft.body ? draft.body.map(edit) : null,
})

function edit(paragraph: string): string {
  return EDITS.reduce((text, [from, to]) => text.replaceAll(from, to), paragraph)
}

export const filedUnder =
  (category: string): Form =>
  (draft) => ({ ...draft, category })

/** The same line below every text: newsletter appeals, copyright, standing descriptions. */
export const footer = (line: string): Form => below(() => line)

/** The same line above every text. */
export const banner = (line: string): Form => above(() => line)

export const appearedFirst: Form = below(
  ({ outlet }, { title }) => `The post ${title} appeared first on ${outlet}.`,
)
