/** Two copies side by side: what they share is marked, what is their outlets' boilerplate is greyed. */
import { timeOf } from '../../contract/matching.ts'
import type { EntryText } from '../../contract/people-pages.ts'
import { counted } from '../../contract/words.ts'
import { evidenceSum, type SpelledSum } from './evidence.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { duration, outletLink, type Site } from './site.ts'

/** A text cut into stretches; all of them together are the whole text, line breaks included. */
export interface MarkedText {
  readonly stretches: readonly { readonly text: string; readonly mark: 'own' | 'shared' | 'boilerplate' }[]
  readonly words: number
  readonly shared: number
}

interface ComparedCopy extends EntryText {
  readonly marked: MarkedText
}

interface Comparison {
  readonly storyId: string
  readonly copies: readonly [ComparedCopy, ComparedCopy]
  /** Null: the two were never compared with each other. */
  readonly sum: SpelledSum | null
}

export function comparePage(site: Site, { storyId, copies, sum }: Comparison): string {
  const [a, b] = copies
  const body = html`<p class="back"><a href="${site.prefix}/stories/${storyId}">Back to the story</a></p>
<h1>Two copies, side by side</h1>
<p class="intro">${summary(a, b)}</p>
<p class="legend"><mark>in both, word for word</mark> <span class="boilerplate">the outlet’s boilerplate</span></p>
<div class="columns">
${copies.map((copy) => column(site, copy))}</div>
${evidenceSum(sum)}`
  return page(site, { title: `${a.outlet} and ${b.outlet}`, part: 'stories', body })
}

function summary(a: ComparedCopy, b: ComparedCopy): string {
  const shorter = a.marked.words <= b.marked.words ? a : b
  const { shared, words } = shorter.marked
  const apart = timeOf(b) - timeOf(a)
  const order = `${b.outlet} published ${duration(apart)} ${apart < 0 ? 'before' : 'after'} ${a.outlet}.`
  if (words === 0) return `One of the two has no text. ${order}`
  const share = Math.round((100 * shared) / words)
  return `${share} % of the shorter text (${counted(shared, 'word')} of ${words.toLocaleString('en-GB')}) is in the other, too. ${order}`
}

function column(site: Site, copy: ComparedCopy): Html {
  const { outlet, title, link, language, marked } = copy
  const heading = title || 'untitled'
  return html`<section lang="${language ?? 'und'}" dir="auto">
<p class="facts" lang="en">${outletLink(site, outlet)} ${site.times.at(timeOf(copy))}</p>
<h2>${link === null ? heading : html`<a href="${link}">${heading}</a>`}</h2>
<div class="compared">${paragraphs(marked)}</div>
</section>
`
}

/** Marks end at a paragraph's end and go on in the next. */
function paragraphs({ stretches }: MarkedText): Html {
  const lines: Html[][] = [[]]
  for (const { text, mark } of stretches) {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (line !== '') lines.at(-1)!.push(stretch(line, mark))
    }
  }
  return html`${lines.filter((line) => line.length > 0).map((line) => html`<p>${line}</p>\n`)}`
}

function stretch(text: string, mark: MarkedText['stretches'][number]['mark']): Html {
  if (mark === 'shared') return html`<mark>${text}</mark>`
  if (mark === 'boilerplate') return html`<span class="boilerplate">${text}</span>`
  return html`${text}`
}
