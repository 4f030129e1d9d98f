/** The record of corrections: each merge and split, when, and the button that takes it back. */
import type { CorrectedEntry, PastCorrection } from '../../contract/people-pages.ts'
import { counted } from '../../contract/words.ts'
import { type Html, html } from './html.ts'
import { page } from './layout.ts'
import { formToken, type Site } from './site.ts'

export function correctionsPage(site: Site, corrections: readonly PastCorrection[]): string {
  const body = html`<h1>Corrections</h1>
<p class="intro">Every merge and split that somebody asked for. They hold for copies that arrive later, too, until they are undone.</p>
${corrections.length === 0 ? html`<p class="none">Nothing was corrected yet. Open a story to split or merge it.</p>` : correctionList(site, corrections)}`
  return page(site, { title: 'Corrections', part: 'corrections', width: 'text', body })
}

export function correctionList(site: Site, corrections: readonly PastCorrection[]): Html {
  return html`<ol class="corrections">
${corrections.map((each) => correctionLine(site, each))}</ol>`
}

function correctionLine(
  site: Site,
  { operation, kind, createdAt, undoneAt, subject, other, others }: PastCorrection,
): Html {
  const target = others === 1 ? named(site, other) : html`${counted(others, 'copy', 'copies')} of its story`
  const words =
    kind === 'apart'
      ? html`${named(site, subject)} was split from ${target}`
      : html`${named(site, subject)} was merged with ${target}`
  return html`<li${undoneAt === null ? null : UNDONE}><p>${words}</p>
<p class="facts">${operation}. ${site.times.at(createdAt)}${undoneAt !== null && html` · undone ${site.times.at(undoneAt)}`}</p>
${undoneAt === null && undoForm(site, operation)}</li>
`
}

/** The button that takes a correction back, for whoever may. */
export function undoForm({ prefix, visitor }: Site, operation: number): Html | null {
  if (visitor.formToken === null) return null
  return html`<form method="post" action="${prefix}/overrides/${operation}/undo">${formToken(visitor)}<button class="small">Undo</button></form>`
}

const UNDONE: Html = { html: ' class="undone"' }

function named(site: Site, entry: CorrectedEntry | null): Html {
  if (entry === null) return html`an entry that is no longer kept`
  const { storyId, outlet, title } = entry
  return html`<a href="${site.prefix}/stories/${storyId}">${title || 'untitled'}</a> <span class="facts">(${outlet})</span>`
}
