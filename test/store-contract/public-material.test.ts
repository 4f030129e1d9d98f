import { describe, expect, it } from 'vitest'
import { allStories } from '../../src/demo/stories/all.ts'
import { anEntry, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const HOUR = 3_600_000
const STATEMENT = `The harbour office asks all skippers to keep clear of the dredger until the end of the month. Boats may leave the inner basin only by daylight and have to report to the watch by radio before they cast off and again when they have made fast. Whoever anchors in the fairway pays for the tug and for the hours that the dredger lies idle. Licences that fall due in this time are extended by two months without a fee.`
const TITLES = [
  'Small boats must stay in the harbour at night',
  'Night curfew angers crews of small boats',
  'What dredging means for anglers in small boats',
  'Licences extended for skippers of small boats',
]
const KEYS = ['bridge-vote', 'quellin-floods', 'ice-core', 'vent-worm']
const own = (i: number) =>
  allStories
    .find(({ key }) => key === KEYS[i])!
    .paragraphs.slice(0, 2)
    .join('\n')

describe.each(STORES)('on $name', (engine) => {
  const feeds = KEYS.map((key) => `https://${key}.test/feed`)
  const carrier = (i: number) =>
    anEntry({
      guid: KEYS[i]!,
      title: TITLES[i]!,
      text: `${own(i)}\n${STATEMENT}`,
      publishedAt: NOON + i * HOUR,
    })

  it('what was joined before a passage was known to be public parts, and its verdicts say so', async () => {
    const { subscribe, read, stories, store, value } = await openNewsStore(engine)
    const arrive = (i: number) => read(feeds[i]!, [carrier(i)])
    await subscribe(...feeds)
    await arrive(0)
    await arrive(1)
    expect(await stories()).toHaveLength(1)
    await arrive(2)
    await arrive(3)
    expect(await stories()).toHaveLength(4)
    const entry = await value('SELECT min(entry_id) FROM copies')
    expect((await store.explain(String(entry))).nearMisses).toEqual([])
  })

  it('a passage stays known to be public while all prints are made anew, so that no story changes', async () => {
    const { subscribe, read, sql, again, column } = await openNewsStore(engine)
    await subscribe(...feeds)
    for (const [i, feed] of feeds.entries()) await read(feed, [carrier(i)])
    const more = Array.from({ length: 90 }, (_, i) => anEntry({ guid: `${i}`, text: prose(i) }))
    await read(feeds[1]!, more) // so many that not all carriers are decided in one slice
    const changes = () => column('SELECT changed_at FROM stories ORDER BY number')
    const before = await changes()
    await sql.run('UPDATE prints SET version = 0, bytes = $1', [Buffer.alloc(4)])
    await (await again()).maintain({ retentionMs: 8760 * HOUR, now: NOON + 24 * HOUR })
    expect(await changes()).toEqual(before)
  })
})
