/** One story: its lead copy's text, who carried it when, why the copies are one, and what people corrected. */
import type { Copy, Story } from '../../contract/model.ts'
import type { PastCorrection, Revision } from '../../contract/people-pages.ts'
import type { SharedPassages } from '../../contract/store.ts'
import { counted } from '../../contract/words.ts'
import type { Entry } from '../../publish/entry.ts'
import { correctionList, undoForm } from './corrections.ts'
import { type Html, html, trusted } from './html.ts'
import { page } from './layout.ts'
import { revisionList } from './revisions.ts'
import { formToken, outletLink, type Site } from './site.ts'
import { timeLine } from './time-line.ts'

interface StoryView {
  readonly story: Story
  readonly entry: Entry
  readonly evidence: readonly SharedPassages[]
  readonly revisions: readonly Revision[]
  readonly corrections: readonly PastCorrection[]
  /** The correction that was just made. */
  readonly done: PastCorrection | null
  /** The stories found for a merge, where the visitor looked for one. */
  readonly candidates: Candidates | null
}

export interface Candidates {
  readonly query: string
  readonly stories: readonly {
    readonly id: string
    readonly title: string
    readonly outlet: string
    readonly publishedAt: number
  }[]
}

export function storyPage(site: Site, view: StoryView): string {
  const { story, entry } = view
  const { lead } = story
  const text = lead.contentHtml || lead.summaryHtml || ''
  // Without an address of its own, the entry's link is this page.
  const readThere =
    entry.link !== entry.permalink && html`<a href="${entry.link}">Read it at ${entry.outlet}</a>`
  const body = html`${view.done !== null && doneNote(site, view.done)}<article>
<div lang="${entry.language ?? 'und'}" dir="auto">
<header class="headline">
<p class="facts" lang="en">${outletLink(site, entry.outlet)} ${site.times.at(entry.publishedAt)}</p>
<h1>${entry.title}</h1>
${entry.author !== null && html`<p class="author">${entry.author}</p>`}
</header>
${entry.imageUrl !== null && !/<img\b/i.test(text) && html`<img class="lead" src="${entry.imageUrl}" alt="" decoding="async">`}
<div class="prose">${trusted(text)}</div>
<p class="there" lang="en">${readThere}</p>
</div>
<section aria-labelledby="copies">
<h2 id="copies">${story.copies.length === 1 ? 'Only here' : `${counted(new Set(story.copies.map((copy) => copy.outlet)).size, 'outlet')}, one story`}</h2>
${timeLine(site, story, (copy) => splitForm(site, story, copy))}
</section>
${reasons(story, view.evidence)}
${revisionList(site, view.revisions)}
${view.corrections.length > 0 && html`<section aria-labelledby="corrected"><h2 id="corrected">Corrections</h2>${correctionList(site, view.corrections)}</section>`}
${site.visitor.formToken !== null && mergeForm(site, story, view.candidates)}
</article>`
  return page(site, { title: entry.title, part: 'stories', width: 'text', body })
}

function splitForm(site: Site, story: Story, copy: Copy): Html | null {
  if (site.visitor.formToken === null || story.copies.length === 1) return null
  return html`<form method="post" action="${site.prefix}/stories/${story.id}/split">${formToken(site.visitor)}<input type="hidden" name="entry" value="${copy.entryId}"><button class="small" title="Make this copy a story of its own">Split off</button></form>`
}

function reasons(story: Story, evidence: readonly SharedPassages[]): Html | null {
  const outlets = new Map(story.copies.map((copy) => [copy.entryId, copy.outlet]))
  const telling = evidence.filter(
    ({ a, b, passages }) => outlets.has(a) && outlets.has(b) && passages.length > 0,
  )
  const shown = onePerCopy(story, telling)
  if (shown.length === 0) return null
  const lines = passagesOf(shown).map(
    ({ quote, copies }) => html`<li><p>${listed(copies.map((id) => outlets.get(id)!))} share:</p>
<blockquote dir="auto">${quote}</blockquote></li>
`,
  )
  return html`<section aria-labelledby="why"><h2 id="why">Why these are one story</h2>
<ul class="reasons">
${lines}</ul>
<p class="facts">${CAPTION}</p></section>`
}

const CAPTION = 'Compare a copy with the lead to see every word that both have, and the sum that decided.'

interface QuotedPassage {
  quote: string
  readonly copies: number[]
}

/** So many letters from their beginnings tell whether two passages are one. */
const TELLING = 60

/** Each passage once, with all the copies that were seen to share it. */
function passagesOf(pairs: readonly SharedPassages[]): QuotedPassage[] {
  const found: QuotedPassage[] = []
  for (const { a, b, passages } of pairs) {
    const quote = fromSentence(passages[0]!)
    const known = found.find(
      (each) => each.quote.includes(quote.slice(0, TELLING)) || quote.includes(each.quote.slice(0, TELLING)),
    )
    if (known === undefined) found.push({ quote, copies: [a, b] })
    else known.copies.push(...[a, b].filter((id) => !known.copies.includes(id)))
  }
  return found
}

/** `A, B and C`. */
function listed(names: readonly string[]): string {
  const each = [...new Set(names)]
  return each.length < 2 ? `Two copies of ${each[0]}` : `${each.slice(0, -1).join(', ')} and ${each.at(-1)}`
}

/** Why each copy is here: what it shares with the lead, or else with the copy most like it. Best evidence comes first. */
function onePerCopy({ lead, copies }: Story, evidence: readonly SharedPassages[]): SharedPassages[] {
  const chosen = copies.slice(1).map(({ entryId }) => {
    const own = evidence.filter(({ a, b }) => a === entryId || b === entryId)
    return own.find(({ a, b }) => a === lead.entryId || b === lead.entryId) ?? own[0]
  })
  return [...new Set(chosen)].filter((each) => each !== undefined)
}

const LONGEST_PASSAGE = 300
const SHORTEST_PASSAGE = 60

const SENTENCE = /(?:[.!?…]["”’)]*\s+|\n)(?=["“‘(]*\p{Lu})/u

/** A shared passage may begin in the middle of a sentence; it is quoted from where the next one begins. */
function fromSentence(passage: string): string {
  const next = SENTENCE.exec(passage)
  const first = next === null ? passage : passage.slice(0, next.index + next[0].length)
  const isWhole = /^["“‘(]*\p{Lu}/u.test(first) && (next === null || /[.!?…]["”’)]*\s*$/u.test(first))
  const rest = passage.slice(first.length)
  const text = isWhole ? passage : rest.length >= SHORTEST_PASSAGE ? rest : `… ${passage}`
  if (text.length <= LONGEST_PASSAGE) return text
  return `${text.slice(0, Math.max(text.lastIndexOf(' ', LONGEST_PASSAGE), LONGEST_PASSAGE / 2))}…`
}

function mergeForm(site: Site, story: Story, candidates: Candidates | null): Html {
  return html`<section aria-labelledby="merge" class="desk">
<h2 id="merge">Merge with another story</h2>
<form action="${site.prefix}/stories/${story.id}#merge" class="line"><label for="other">Words of the other story</label>
<input id="other" name="other" type="search" maxlength="300" value="${candidates?.query ?? ''}"> <button>Find it</button></form>
${candidates !== null && candidates.stories.length === 0 && html`<p class="none">No other story about “${candidates.query}”.</p>`}
<ul class="candidates">
${(candidates?.stories ?? []).map((other) => candidate(site, story, other))}</ul>
</section>`
}

function candidate(site: Site, story: Story, other: Candidates['stories'][number]): Html {
  return html`<li><p><a href="${site.prefix}/stories/${other.id}">${other.title}</a><br><span class="facts">${other.outlet} ${site.times.at(other.publishedAt)}</span></p>
<form method="post" action="${site.prefix}/stories/${story.id}/merge">${formToken(site.visitor)}<input type="hidden" name="with" value="${other.id}"><button class="small">Merge</button></form></li>
`
}

function doneNote(site: Site, { operation, kind }: PastCorrection): Html {
  return html`<div class="message good" role="status"><p>${kind === 'together' ? 'The two stories are one now.' : 'The copy is a story of its own now.'}</p>
${undoForm(site, operation)}</div>
`
}
