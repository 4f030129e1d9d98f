import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CorrectionError } from '../../src/contract/errors.ts'
import { anEntry, aSubscription, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { type NewsStore, openNewsStore, STORES } from '../support/stores.ts'
import { subscribeTo } from './subscriber.ts'

const MINUTE = 60_000
const OUTLETS = ['A', 'B', 'C', 'D']
const FEEDS = OUTLETS.map((outlet, n) =>
  aSubscription(`https://${outlet.toLowerCase()}.test/feed`, { outlet, groups: n % 2 === 0 ? ['sea'] : [] }),
)

interface Step {
  readonly kind: 'read' | 'edit' | 'merge' | 'split' | 'undo' | 'maintain'
  readonly x: number
  readonly y: number
  readonly count: number
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<Step['kind']>(
    'read',
    'read',
    'read',
    'read',
    'edit',
    'merge',
    'split',
    'undo',
    'maintain',
    'maintain',
  ),
  x: fc.nat(70),
  y: fc.nat(70),
  count: fc.integer({ min: 5, max: 25 }),
})

/** Feeds of the same documents, by who carries a story: each predicate is told by hand. */
const SCOPES: readonly (readonly [string, string, (outlets: ReadonlySet<string>) => boolean])[] = [
  ['', '', () => true],
  ['/groups/sea', '', (outlets) => outlets.has('A') || outlets.has('C')],
  ['', 'outlet=B', (outlets) => outlets.has('B')],
  ['', 'outlet=C&outlet=d', (outlets) => outlets.has('C') || outlets.has('D')],
  ['', 'min_outlets=2', (outlets) => outlets.size >= 2],
  ['', 'without_outlet=A', (outlets) => !outlets.has('A')],
  [
    '/groups/sea',
    'min_outlets=2&without_outlet=D',
    (outlets) => outlets.size >= 2 && !outlets.has('D') && (outlets.has('A') || outlets.has('C')),
  ],
]

/** A page begins with a story's id; an empty one with where it leads on to. */
const STORY = /^[0-9a-f]{8}-/

/** The wire as someone runs it who reads, corrects and tidies up in any order. */
function aWire({ read, store, column }: NewsStore) {
  let minutes = 0
  let operations = 0
  const copy = (guid: string, seed: number) =>
    anEntry({ guid, title: `Story ${seed}`, text: prose(seed + 1, 3), publishedAt: NOON + minutes * MINUTE })
  const entry = async (n: number) => {
    const ids = await column('SELECT entry_id FROM copies ORDER BY entry_id')
    return String(ids[n % Math.max(1, ids.length)] ?? 0)
  }
  const steps: Record<Step['kind'], (step: Step, at: number) => Promise<unknown>> = {
    read: ({ x, y, count }, at) => {
      const seeds = Array.from({ length: count }, (_, n) => x + n)
      return read(
        FEEDS[y % FEEDS.length]!.url,
        seeds.map((seed) => copy(`${seed}`, seed)),
        at,
      )
    },
    edit: ({ x, y }, at) => read(FEEDS[y % FEEDS.length]!.url, [copy(`${x}`, x + 1000)], at),
    merge: async ({ x, y }, at) => store.merge(await entry(x), await entry(y), at),
    split: async ({ x }, at) => store.split(await entry(x), at),
    undo: ({ x }, at) => store.undo(1 + (x % Math.max(1, operations)), at),
    maintain: async (_step, at) => void (await store.maintain({ retentionMs: null, now: at })),
  }
  return async (step: Step): Promise<void> => {
    minutes++
    try {
      await steps[step.kind](step, NOON + minutes * MINUTE)
      if (step.kind === 'merge' || step.kind === 'split') operations++
    } catch (error) {
      if (!(error instanceof CorrectionError)) throw error
    }
  }
}

/** The stories that stand, each with the outlets that carry it. */
async function living({ sql }: NewsStore): Promise<Map<string, Set<string>>> {
  const stories = new Map<string, Set<string>>()
  const rows = await sql.rows<{ id: string; outlet: string }>('SELECT story_id AS id, outlet FROM copies')
  for (const row of rows) stories.set(row.id, (stories.get(row.id) ?? new Set()).add(row.outlet))
  return stories
}

it.each(STORES)(
  'on $name, a walk from any feed through its archive meets every story, no archived one twice and no empty page',
  async (engine) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40 }), async (steps) => {
        const wire = await openNewsStore(engine)
        await wire.subscribe(...FEEDS)
        const take = aWire(wire)
        const { documents } = await subscribeTo(wire)
        const frozen = new Map<string, string>()
        for (const [n, step] of [...steps, { kind: 'maintain', x: 0, y: 0, count: 0 } as const].entries()) {
          await take(step)
          if (step.kind !== 'maintain' || (n < steps.length && n % 2 === 0)) continue
          for (const [scope, query, belongs] of SCOPES) {
            const wanted = [...(await living(wire))]
              .filter(([, outlets]) => belongs(outlets))
              .map(([id]) => id)
            const walked = await documents.walk(scope, query, wanted.length)
            expect(new Set([...walked.latest, ...walked.archived])).toEqual(
              new Set([...walked.latest, ...walked.archived, ...wanted]),
            )
            expect(walked.archived).toHaveLength(new Set(walked.archived).size)
            for (const [address, held] of walked.pages) {
              expect(frozen.get(address) ?? held).toBe(held)
              frozen.set(address, held)
              expect(held).toMatch(STORY)
            }
          }
        }
      }),
      { numRuns: engine.name === 'SQLite' ? 6 : 2 }, // what needs a server is slower
    )
  },
)
