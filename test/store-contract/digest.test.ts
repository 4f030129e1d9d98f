import { describe, expect, it } from 'vitest'
import { anEntry, prose } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const HOUR = 3_600_000
const [FIRST, SECOND, DIGEST, LATE] = ['first', 'second', 'digest', 'late'].map(
  (name) => `https://${name}.test/feed`,
) as [string, string, string, string]

describe.each(STORES)('on $name', (engine) => {
  it('a digest stays apart from an excerpt that comes when only one of its stories is near', async () => {
    const { subscribe, read, stories } = await openNewsStore(engine)
    const [one, other] = [prose(1, 2), prose(2, 2)].map((text) => text.split('\n')[0]!) as [string, string]
    const at = (hours: number) => NOON + hours * HOUR
    await subscribe(FIRST, SECOND, DIGEST, LATE)
    await read(FIRST, [
      anEntry({ guid: 'one', title: 'Boats sail by night', text: prose(1, 2), publishedAt: at(0) }),
    ])
    await read(SECOND, [
      anEntry({ guid: 'other', title: 'Plums freeze', text: prose(2, 2), publishedAt: at(0) }),
    ])
    await read(DIGEST, [
      anEntry({
        guid: 'digest',
        title: 'Boats sail by night; and more',
        text: `${one}\n${other}`,
        publishedAt: at(2),
      }),
    ])
    expect(await stories()).toEqual(['digest', 'one', 'other'])
    await read(LATE, [anEntry({ guid: 'late', title: 'Boats sail by night', text: one, publishedAt: at(3) })])
    expect(await stories()).toEqual(['digest', 'one late', 'other'])
  })
})
