import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import type { ParsedEntry } from '../../src/contract/model.ts'
import { AGENCIES as INVENTED } from '../../src/demo/story.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { AGENCIES as KNOWN } from '../../src/match/reading/agencies.ts'
import { render } from '../../src/parse/html/render.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress } from '../support/builders.ts'
import type { CorpusEntry, CorpusSlice, Label } from './types.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 20)
/** The corpus' agencies are invented, so the config that reads it names them. */
const AGENCIES = [...INVENTED.map((name) => ({ name })), ...KNOWN]
const FOLD: readonly Label[] = ['COPY', 'REVISION']

export interface Score {
  readonly slice: string
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** Of the pairs of each label, how many were folded. */
  readonly labels: Readonly<Partial<Record<Label, { readonly pairs: number; readonly folded: number }>>>
  /** The pairs that came out wrong. */
  readonly wrong: readonly string[]
}

/** Polls a slice's outlets into a real store, as many times as `steps`, the feeds growing in time order. */
export async function score(slice: CorpusSlice, steps = 1): Promise<Score> {
  const storyOf = await readStories(slice, steps)
  const together = (a: string, b: string) => storyOf.get(a) !== undefined && storyOf.get(a) === storyOf.get(b)
  const labels: Partial<Record<Label, { pairs: number; folded: number }>> = {}
  const count = { right: 0, wrong: 0, missed: 0 }
  const wrong: string[] = []
  for (const { a, b, label, reason } of slice.pairs) {
    const folded = together(a, b)
    const { pairs, folded: before } = labels[label] ?? { pairs: 0, folded: 0 }
    labels[label] = { pairs: pairs + 1, folded: before + (folded ? 1 : 0) }
    if (label === 'PARTIAL') continue
    const must = FOLD.includes(label)
    if (must && folded) count.right += 1
    if (must !== folded) {
      if (must) count.missed += 1
      else count.wrong += 1
      wrong.push(`${label} ${a} ${b}: ${reason}`)
    }
  }
  const { right } = count
  return {
    slice: slice.slice,
    precision: right / (right + count.wrong || 1),
    recall: right / (right + count.missed || 1),
    f1: (2 * right) / (2 * right + count.wrong + count.missed || 1),
    labels,
    wrong,
  }
}

/** The story of each entry, as matching sees it when the outlets are polled in this order. */
export async function readStories(
  { entries }: CorpusSlice,
  steps: number,
  inTurn = (outlets: string[]) => outlets,
): Promise<Map<string, string>> {
  const dir = mkdtempSync(join(tmpdir(), 'wirefold-corpus-'))
  const file = join(dir, 'corpus.db')
  const store = openStore({ file, windowMs: 14 * DAY }, createMatcher({ agencies: AGENCIES }))
  const outlets = inTurn([...new Set(entries.map((entry) => entry.outlet))])
  const urlOf = (outlet: string) => `https://feeds.test/${encodeURIComponent(outlet)}`
  await store.syncFeeds(
    outlets.map((outlet) => aSubscription(urlOf(outlet), { outlet })),
    NOW,
  )
  const inOrder = [...entries].sort((x, y) => (x.published ?? '').localeCompare(y.published ?? ''))
  for (let step = 1; step <= steps; step++) {
    const shown = new Set(inOrder.slice(0, Math.ceil((entries.length * step) / steps)))
    for (const feed of await store.claimAll(everyFeed(NOW))) {
      const own = entries.filter((entry) => shown.has(entry) && entry.outlet === feed.outlet).map(toParsed)
      const read = { parsed: aFeed(own), bodyHash: String(step) }
      await store.recordPoll(
        { feed, progress: progress({ nextPollAt: NOW }), validators: null, read, took: COST },
        NOW + step * 1000,
      )
    }
  }
  await store.close()
  const db = new SQLite(file, { readonly: true })
  const rows = db.prepare('SELECT guid, story_id FROM copies').all() as { guid: string; story_id: string }[]
  db.close()
  rmSync(dir, { recursive: true })
  return new Map(rows.map((row) => [row.guid, row.story_id]))
}

function toParsed(entry: CorpusEntry): ParsedEntry {
  const text =
    entry.html !== undefined ? plainText(entry.html) : (entry.content ?? plainText(entry.summary ?? ''))
  return anEntry({
    guid: entry.id,
    title: entry.title,
    text,
    link: entry.link,
    author: entry.author,
    publishedAt: entry.published === null ? null : Date.parse(entry.published),
  })
}

function plainText(html: string): string {
  return render(html, { base: 'https://a.example/', page: 'https://a.example/' }).text
}
