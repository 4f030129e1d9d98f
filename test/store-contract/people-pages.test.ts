import { describe, expect, it } from 'vitest'
import { anEntry, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const HOUR = 3_600_000
const [A, B] = ['https://a.example/feed', 'https://b.example/feed'] as const
const EVERYTHING = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }

describe.each(STORES)('in $name', (engine) => {
  it('what a copy said before is told with what went and what came, newest change first', async () => {
    const { subscribe, read, pages } = await openNewsStore(engine)
    await subscribe(A)
    const [intro, middle, end] = [prose(1, 1), prose(2, 1), prose(3, 1)]
    const entry = { guid: 'one', title: 'Ferry strike', text: [intro, middle].join('\n') }
    await read(A, [anEntry(entry)])
    await read(A, [anEntry({ ...entry, title: 'Ferry strike ends' })], NOON + HOUR)
    const retold = { ...entry, title: 'Ferry strike ends', text: [intro, end].join('\n') }
    await read(A, [anEntry(retold)], NOON + 2 * HOUR)
    const [story] = (
      await pages.browse({ ...EVERYTHING, sort: 'newest', since: null, after: null, limit: 1 })
    ).stories
    expect(await pages.revisions(story!.id)).toEqual([
      {
        outlet: 'a.example',
        revisedAt: NOON + 2 * HOUR,
        titleBefore: 'Ferry strike ends',
        titleAfter: 'Ferry strike ends',
        removed: middle,
        added: end,
      },
      {
        outlet: 'a.example',
        revisedAt: NOON + HOUR,
        titleBefore: 'Ferry strike',
        titleAfter: 'Ferry strike ends',
        removed: null,
        added: null,
      },
    ])
  })

  it('each correction is one line of the record, newest first, and of a story only what concerns it', async () => {
    const { store, subscribe, read, pages, sql, value } = await openNewsStore(engine)
    await subscribe(A, B, 'https://c.example/feed')
    const copy = { text: prose(5, 4), title: 'Ferry strike' }
    for (const url of [A, B, 'https://c.example/feed']) await read(url, [anEntry({ guid: url, ...copy })])
    await read(A, [anEntry({ guid: 'other' })])
    const entries = await sql.rows<Row>('SELECT id, story_id AS story FROM entries ORDER BY id')
    await store.split(String(entries[1]!.id), NOON)
    await store.merge(String(entries[3]!.id), String(entries[1]!.id), NOON + HOUR)
    await store.undo(1, NOON + 2 * HOUR)
    const record = await pages.corrections(10, null)
    expect(record).toMatchObject([
      { operation: 2, kind: 'together', createdAt: NOON + HOUR, undoneAt: null, others: 1 },
      { operation: 1, kind: 'apart', undoneAt: NOON + 2 * HOUR, others: 2 },
    ])
    expect(record[1]!.subject).toMatchObject({
      entryId: entries[1]!.id,
      outlet: 'b.example',
      title: 'Ferry strike',
    })
    const third = (await value('SELECT story_id FROM entries WHERE id = $1', entries[2]!.id)) as string
    expect((await pages.corrections(10, third)).map(({ operation }) => operation)).toContain(1)
  })

  it('a correction of entries that are gone is still told', async () => {
    const { store, subscribe, read, pages, sql } = await openNewsStore(engine)
    await subscribe(A)
    await read(A, [anEntry({ guid: 'one' }), anEntry({ guid: 'two' })])
    await store.merge('1', '2', NOON)
    await sql.run('UPDATE overrides SET a = 91, b = 92')
    expect(await pages.corrections(10, null)).toMatchObject([{ operation: 1, subject: null, other: null }])
  })

  it('what is new is counted by the filter, and the newest number told', async () => {
    const { subscribe, read, pages } = await openNewsStore(engine)
    await subscribe(A, B)
    await read(A, [anEntry({ guid: 'one' })])
    await read(B, [anEntry({ guid: 'two' }), anEntry({ guid: 'three' })])
    expect(await pages.newSince(EVERYTHING, 1)).toEqual({ count: 2, latest: 3 })
    expect(await pages.newSince({ ...EVERYTHING, outlets: ['a.example'] }, 0)).toEqual({
      count: 1,
      latest: 3,
    })
  })

  it('the entries of each day are counted by feed', async () => {
    const { subscribe, read, pages } = await openNewsStore(engine)
    await subscribe(A)
    const day = 24 * HOUR
    await read(A, [
      anEntry({ guid: 'one', publishedAt: NOON }),
      anEntry({ guid: 'two', publishedAt: NOON - HOUR }),
      anEntry({ guid: 'three', publishedAt: NOON - day }),
      anEntry({ guid: 'four', publishedAt: NOON - 9 * day }),
    ])
    const days = [...(await pages.feedDays(NOON - 2 * day))].map(({ day, entries }) => `${day} ${entries}`)
    expect(days.sort()).toEqual(['2026-04-30 1', '2026-05-01 2'])
  })
})

interface Row {
  readonly id: number
  readonly story: string
}
