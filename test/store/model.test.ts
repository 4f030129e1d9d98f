import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Feed } from '../../src/contract/model.ts'
import type { Store } from '../../src/contract/store.ts'
import { createMatcher } from '../../src/match/matcher.ts'
import { checkDatabase } from '../../src/store/sqlite/check.ts'
import { openReadOnly } from '../../src/store/sqlite/open.ts'
import { openStore } from '../../src/store/sqlite/store.ts'
import { aFeed, anEntry, aSubscription, COST, everyFeed, progress, prose } from '../support/builders.ts'

/** `WIREFOLD_RUNS=500` looks longer. */
const RUNS = Number(process.env.WIREFOLD_RUNS ?? 8)
/** `WIREFOLD_SEED=…` looks at what failed again. */
const SEED = process.env.WIREFOLD_SEED ? { seed: Number(process.env.WIREFOLD_SEED) } : {}
const MINUTE = 60_000
const DAY = 1440 * MINUTE
const YEAR = 365 * DAY
const START = Date.UTC(2026, 4, 1, 12)
const FEEDS = ['a', 'b', 'c']

/** An entry as the model knows it. Its text is that of its news, which each outlet has once. */
interface Item {
  readonly feed: string
  readonly guid: string
  readonly news: string
  title: string
  readonly earlierTitles: string[]
  /** What correction took it out of its story; null: none. */
  apart: number | null
}

interface Operation {
  readonly kind: 'merge' | 'split'
  readonly items: readonly Item[]
  isUndone: boolean
}

/** What the database should say, kept in memory by rules of a line each. */
class Model {
  now = START
  era = 0
  polls = 0
  items: Item[] = []
  /** Entries that retention removed, and since when nobody listed them. */
  buried = new Map<string, number>()
  operations: Operation[] = []

  get standing(): Operation[] {
    return this.operations.filter(({ isUndone }) => !isUndone)
  }

  /** News that an entry was split from: a later copy may join either side, which the tests of matching say. */
  get divided(): Set<string> {
    const splits = this.standing.filter(({ kind }) => kind === 'split')
    return new Set(splits.flatMap(({ items }) => items.map(({ news }) => news)))
  }

  /** The news that a story is about, merged ones under one name. */
  storyOf(item: Item): string {
    if (item.apart !== null) return `${item.feed} ${item.guid}`
    const merges = this.standing
      .filter(({ kind }) => kind === 'merge')
      .map(({ items }) => items.map(({ news }) => news))
    const together = new Set([item.news])
    for (let size = 0; size < together.size; ) {
      size = together.size
      for (const pair of merges)
        if (pair.some((news) => together.has(news))) for (const news of pair) together.add(news)
    }
    return [...together].sort().join()
  }

  stories(): string[] {
    const stories = groups(this.items, (item) => this.storyOf(item))
    return [...stories.values()].map((items) => items.map(nameOf).sort().join(' ')).sort()
  }
}

function groups<T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const each of all) found.set(key(each), [...(found.get(key(each)) ?? []), each])
  return found
}

const nameOf = ({ feed, guid }: Pick<Item, 'feed' | 'guid'>) => `${feed}/${guid}`

/** The real thing, and what of it the model is compared with. */
class Real {
  store: Store
  readonly file: string
  readonly seenIds = new Set<string>()

  constructor(folder: string) {
    this.file = join(folder, 'wire.db')
    this.store = this.open()
  }

  open(): Store {
    return openStore({ file: this.file, windowMs: 14 * DAY }, createMatcher())
  }

  rows(sql: string): unknown[][] {
    const db = openReadOnly(this.file)
    try {
      return db.prepare(sql).raw().all() as unknown[][]
    } finally {
      db.close()
    }
  }

  idOf({ feed, guid }: Item): string {
    return String(
      this.rows(`SELECT entry_id FROM copies WHERE outlet = '${feed}' AND guid = '${guid}'`)[0]![0],
    )
  }

  async feed(name: string): Promise<Feed> {
    const feeds = await this.store.claimAll(everyFeed(0))
    return feeds.find(({ outlet }) => outlet === name)!
  }
}

async function poll(m: Model, r: Real, name: string, items: readonly Item[]): Promise<void> {
  m.now += MINUTE
  m.polls += 1
  const entries = items.map(({ guid, news, title }) =>
    anEntry({
      guid,
      title,
      text: prose(Number(news.split('-')[1]) + 1000 * Number(news.split('-')[0]), 4),
      publishedAt: null,
    }),
  )
  const read = { parsed: aFeed(entries), bodyHash: String(m.now) }
  const record = { feed: await r.feed(name), progress: progress(), validators: null, read, took: COST }
  await r.store.recordPoll(record, m.now)
}

async function compare(m: Model, r: Real): Promise<void> {
  const copies = r.rows('SELECT story_id, outlet, guid, title, is_lead FROM copies') as [
    string,
    string,
    string,
    string,
    number,
  ][]
  const stories = groups(copies, ([story]) => story)
  const named = [...stories.values()].map((rows) =>
    rows
      .map(([, feed, guid]) => nameOf({ feed, guid }))
      .sort()
      .join(' '),
  )
  expect(named.sort()).toEqual(m.stories())
  for (const rows of stories.values()) expect(rows.filter(([, , , , isLead]) => isLead === 1)).toHaveLength(1)
  const titles = (all: readonly (readonly [string, string])[]) => all.map((pair) => pair.join(': ')).sort()
  expect(titles(copies.map(([, feed, guid, title]) => [nameOf({ feed, guid }), title]))).toEqual(
    titles(m.items.map((item) => [nameOf(item), item.title])),
  )
  const overview = r
    .rows('SELECT copies, outlets FROM stories_overview')
    .map(([count, outlets]) => `${count} ${outlets}`)
  const counted = [...stories.values()].map(
    (rows) => `${rows.length} ${new Set(rows.map(([, outlet]) => outlet)).size}`,
  )
  expect(overview.sort()).toEqual(counted.sort())
  const revisions = r
    .rows('SELECT title, next_title FROM revisions ORDER BY entry_id, revision')
    .map(([title]) => title)
  expect(revisions.sort()).toEqual(m.items.flatMap((item) => item.earlierTitles).sort())
  const corrections = r.rows(
    // A split may also put those together that the entry had held together.
    'SELECT operation, max(kind), undone_at IS NOT NULL FROM corrections GROUP BY operation ORDER BY operation',
  )
  expect(corrections).toEqual(m.operations.map(({ kind, isUndone }, i) => [i + 1, kind, isUndone ? 1 : 0]))
  const buried = r.rows('SELECT feeds.outlet, guid FROM tombstones JOIN feed_health AS feeds USING (feed_id)')
  expect(buried.map(([feed, guid]) => `${feed}/${guid}`).sort()).toEqual([...m.buried.keys()].sort())
  expect(
    r.rows(
      "SELECT count(*) FROM polls WHERE polled_at > strftime('%Y-%m-%dT%H:%M:%SZ', '2000-01-01')",
    )[0]![0],
  ).toBeLessThanOrEqual(m.polls)
  for (const id of r.seenIds) {
    const living = r.rows(
      `SELECT count(*) FROM (SELECT story_id FROM stories_overview UNION SELECT alias_id FROM story_aliases) WHERE story_id = '${id}'`,
    )
    const gone = r.rows(`SELECT count(*) FROM tombstones WHERE story_id = '${id}'`)
    if (living[0]![0] === 0 && gone[0]![0] === 0) r.seenIds.delete(id) // an alias that went with its story
  }
  for (const id of stories.keys()) r.seenIds.add(id)
  expect(checkDatabase(r.file)).toEqual([])
}

type Step = (m: Model, r: Real) => Promise<void>

/** An outlet lists some news; what it has already, it lists again. */
function lists(feed: string, numbers: readonly number[]): Step {
  return async (m, r) => {
    const news = numbers.map((number) => `${m.era}-${number}`)
    const frozen = m.divided
    const known = (wanted: string) => m.items.find((item) => item.feed === feed && item.news === wanted)
    const wanted = news.filter((each) => known(each) || !frozen.has(each))
    const listed = wanted.map((each) => known(each) ?? newItem(feed, each))
    for (const item of listed) if (!m.items.includes(item)) m.items.push(item)
    await poll(m, r, feed, listed)
  }
}

function newItem(feed: string, news: string): Item {
  return {
    feed,
    guid: `g${news}`,
    news,
    title: `News ${news} of the harbour and its boats`,
    earlierTitles: [],
    apart: null,
  }
}

function edits(pick: number): Step {
  return async (m, r) => {
    const items = current(m)
    const item = items[pick % Math.max(1, items.length)]
    if (!item) return
    item.earlierTitles.push(item.title)
    item.title = `${item.title.split(' (')[0]} (edition ${item.earlierTitles.length + 1})`
    await poll(m, r, item.feed, [item])
  }
}

function merges(pick: number, other: number): Step {
  return async (m, r) => {
    const items = current(m).filter((item) => item.apart === null)
    const [a, b] = [items[pick % Math.max(1, items.length)], items[other % Math.max(1, items.length)]]
    if (!a || !b || m.storyOf(a) === m.storyOf(b)) return
    await r.store.merge(r.idOf(a), r.idOf(b), m.now)
    m.operations.push({ kind: 'merge', items: [a, b], isUndone: false })
  }
}

function splits(pick: number): Step {
  return async (m, r) => {
    const shared = current(m).filter(
      (item) => item.apart === null && m.items.some((x) => x !== item && m.storyOf(x) === m.storyOf(item)),
    )
    const item = shared[pick % Math.max(1, shared.length)]
    if (!item) return
    await r.store.split(r.idOf(item), m.now)
    m.operations.push({ kind: 'split', items: [item], isUndone: false })
    item.apart = m.operations.length
  }
}

/** The last correction that stands is taken back. */
const undoes: Step = async (m, r) => {
  const last = m.standing.at(-1)
  if (!last) return
  await r.store.undo(m.operations.indexOf(last) + 1, m.now)
  last.isUndone = true
  if (last.kind === 'split') for (const item of last.items) item.apart = null
}

/** A year goes by in which nobody lists what is there: it goes, but for what corrections name. */
const ages: Step = async (m, r) => {
  while (m.standing.length > 0) await undoes(m, r)
  m.now += 400 * DAY
  for (const feed of FEEDS) await poll(m, r, feed, [])
  for (let day = 0; day < 3; day++, m.now += DAY) {
    while ((await r.store.maintain({ retentionMs: YEAR, now: m.now })).hasMore);
  }
  for (const [name, at] of m.buried) if (at < m.now - YEAR - DAY) m.buried.delete(name)
  for (const item of m.items) m.buried.set(nameOf(item), m.now)
  m.items = []
  m.era += 1
}

/** What retention removed is listed again. */
const resurfaces: Step = async (m, r) => {
  const [name = ''] = m.buried.keys()
  const [feed, guid] = name.split('/')
  if (!feed) return
  await poll(m, r, feed, [newItem(feed, guid!.slice(1))])
  m.buried.set(name, m.now)
}

const restarts: Step = async (_, r) => {
  await r.store.close()
  r.store = r.open()
}

function current(m: Model): Item[] {
  return m.items.filter(({ news }) => news.startsWith(`${m.era}-`))
}

const number = fc.nat(30)
const named = (name: string, step: Step) =>
  Object.assign(step.bind(null), { [fc.toStringMethod]: () => name })
const steps: fc.Arbitrary<Step>[] = [
  fc
    .tuple(
      fc.constantFrom(...FEEDS),
      fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
    )
    .map(([feed, news]) => named(`${feed} lists ${news}`, lists(feed, news))),
  number.map((n) => named(`edits ${n}`, edits(n))),
  fc.tuple(number, number).map(([a, b]) => named(`merges ${a} ${b}`, merges(a, b))),
  number.map((n) => named(`splits ${n}`, splits(n))),
  fc.constant(named('undoes', undoes)),
  fc.constant(named('ages', ages)),
  fc.constant(named('resurfaces', resurfaces)),
  fc.constant(named('restarts', restarts)),
]
const weighted = fc.oneof(
  { arbitrary: steps[0]!, weight: 8 },
  ...steps.slice(1).map((arbitrary) => ({ arbitrary, weight: 2 })),
)

it('random polls, edits, corrections, retention and restarts leave what a model in memory says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(weighted, { minLength: 6, maxLength: 14 }), async (sequence) => {
      const folder = mkdtempSync(join(tmpdir(), 'wirefold-model-'))
      const [m, r] = [new Model(), new Real(folder)]
      try {
        await r.store.syncFeeds(
          FEEDS.map((name) => aSubscription(`https://${name}.test/`, { outlet: name })),
          START,
        )
        await r.store.maintain({ retentionMs: YEAR, now: START })
        for (const step of sequence) {
          await step(m, r)
          await compare(m, r)
        }
      } finally {
        await r.store.close()
        rmSync(folder, { recursive: true })
      }
    }),
    { numRuns: RUNS, ...SEED },
  )
})
