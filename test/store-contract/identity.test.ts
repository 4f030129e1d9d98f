import { describe, expect, it } from 'vitest'
import type { ParsedEntry } from '../../src/contract/model.ts'
import { anEntry } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const FEED = 'https://a.test/feed'
const HOUR = 3_600_000

/** A short notice, as a status page or a comic has them; without a guid its link stands for it. */
function notice(given: Partial<ParsedEntry> & { guid?: string }): ParsedEntry {
  const { guid = given.link ?? 'none', text = '' } = given
  const hasOwnGuid = given.guid !== undefined
  return anEntry({
    title: '',
    link: null,
    publishedAt: null,
    contentHtml: text,
    ...given,
    guid,
    text,
    hasOwnGuid,
  })
}

describe.each(STORES)('on $name', (engine) => {
  /** Reads one document after the other; what is stored then, as titles with how many documents each was in. */
  async function readAll(...documents: ParsedEntry[][]) {
    const { subscribe, read, sql } = await openNewsStore(engine)
    await subscribe(FEED)
    const counts = []
    for (const [at, entries] of documents.entries()) counts.push(await read(FEED, entries, NOON + at * HOUR))
    const rows = (await sql.rows('SELECT title, guid FROM copies ORDER BY entry_id')) as {
      title: string
      guid: string
    }[]
    return { titles: rows.map(({ title }) => title), guids: rows.map(({ guid }) => guid), counts }
  }

  describe('entries that share a guid', () => {
    const [tea, wool, tin] = ['Tea', 'Wool', 'Tin'].map((title) =>
      notice({ guid: '0', title, link: `https://a.test/${title}`, text: `${title} rose.` }),
    ) as [ParsedEntry, ParsedEntry, ParsedEntry]

    it('are all kept, under the guid that the feed gives them', async () => {
      const { titles, guids } = await readAll([tea, wool])
      expect(titles).toEqual(['Tea', 'Wool'])
      expect(guids).toEqual(['0', '0'])
    })

    it('stay what they are while others come and go, whichever is alone for once', async () => {
      const { titles, counts } = await readAll([tea], [tin, tea], [wool], [tea, wool, tin])
      expect(titles).toEqual(['Tea', 'Tin', 'Wool'])
      expect(counts.map(({ added, changed }) => [added, changed])).toEqual([
        [1, 0],
        [1, 0],
        [1, 0],
        [0, 0],
      ])
    })

    it('that nothing tells apart are one, and the rest of the document is stored', async () => {
      const { titles } = await readAll([wool, { ...wool, contentHtml: 'x' }, tea])
      expect(titles).toEqual(['Wool', 'Tea'])
    })

    it('are corrected each for itself', async () => {
      const { titles, counts } = await readAll([tea, wool], [{ ...tea, text: 'Tea rose a penny.' }, wool])
      expect(titles).toEqual(['Tea', 'Wool'])
      expect(counts[1]).toMatchObject({ added: 0, changed: 1 })
    })

    it('are one where only one has it: a headline that was written anew is the same entry', async () => {
      const { titles } = await readAll([tea], [{ ...tea, title: 'Tea is dear', text: 'It rose again.' }])
      expect(titles).toEqual(['Tea is dear'])
    })
  })

  describe('entries without a guid', () => {
    const link = 'https://a.test/now'

    it('are all kept where each document has another one under one link', async () => {
      const day = (at: number, title: string) => [
        notice({ link, title, text: `${title}, they say.`, publishedAt: NOON + at * 24 * HOUR }),
      ]
      expect(
        (await readAll(day(0, 'Bridge shut'), day(1, 'School play'), day(2, 'Grey goose'))).titles,
      ).toEqual(['Bridge shut', 'School play', 'Grey goose'])
    })

    it('that say the same of another day are other entries', async () => {
      const day = (at: number) => [
        notice({ link, title: 'Menu', text: `Soup ${at}`, publishedAt: NOON + at * 24 * HOUR }),
      ]
      expect((await readAll(day(0), day(1))).titles).toEqual(['Menu', 'Menu'])
    })

    it('are no new ones at each poll of a feed that dates them anew each time', async () => {
      const at = (hour: number) =>
        ['Poplars', 'Geese'].map((title) =>
          notice({ link, title, text: `All about ${title}.`, publishedAt: NOON + hour * HOUR }),
        )
      expect((await readAll(at(0), at(1), at(30))).titles).toEqual(['Poplars', 'Geese'])
    })

    it('are the same with another headline over the same words, and with other words under it', async () => {
      const own = { link: 'https://a.test/7', publishedAt: NOON }
      const first = notice({ ...own, title: 'Poplars', text: 'Nine were felled.' })
      const { titles } = await readAll(
        [first],
        [{ ...first, text: 'Ten were felled.' }],
        [{ ...first, title: 'Trees', text: 'Ten were felled.' }],
      )
      expect(titles).toEqual(['Trees'])
    })

    it('keep their names when a neighbour with their link leaves and another comes', async () => {
      const [open, shut, next] = ['Open', 'Shut', 'Next'].map((title) =>
        notice({ link, title, text: `${title}.` }),
      ) as [ParsedEntry, ParsedEntry, ParsedEntry]
      const { titles, counts } = await readAll([open, shut], [open], [next, open])
      expect(titles).toEqual(['Open', 'Shut', 'Next'])
      expect(counts.map(({ added, changed }) => [added, changed])).toEqual([
        [2, 0],
        [0, 0],
        [1, 0],
      ])
    })
  })

  describe('a feed that moves', () => {
    const comic = (base: string, at: number, title: string): ParsedEntry =>
      notice({
        guid: `${base}/?p=${at}`,
        link: `${base}/p/${at}`,
        title,
        publishedAt: NOON + at,
        contentHtml: `<img src="https://c.test/${at}.png">`,
      })
    const two = (base: string) => [comic(base, 1, 'Gulls'), comic(base, 2, 'Gulls')]

    it.each(['https://comic.test', 'http://www.comic.test', 'https://comics.example'])(
      'from http://comic.test to %s has the same entries',
      async (base) => {
        const { titles, guids } = await readAll(two('http://comic.test'), two(base), two(base))
        expect(titles).toEqual(['Gulls', 'Gulls'])
        expect(guids[0]).toBe(`${base}/?p=1`)
      },
    )

    it('keeps its entries when it adds to its links who sent the reader, and gives out new guids each time', async () => {
      const at = (poll: number) => [
        notice({
          guid: `r-1-${poll}`,
          link: `https://a.test/1?utm_source=rss${poll}`,
          title: 'Pool',
          text: 'Open late.',
        }),
        notice({
          guid: `r-2-${poll}`,
          link: `https://a.test/2?utm_source=rss${poll}`,
          text: 'Bins on Friday.',
        }),
      ]
      expect((await readAll(at(1), at(2), at(3))).titles).toEqual(['Pool', ''])
    })

    it('does not swallow another notice in the same place', async () => {
      const at = (poll: number) => [
        notice({
          guid: `n${poll}`,
          link: 'https://a.test/',
          title: 'Resolved',
          text: 'All works.',
          publishedAt: NOON + poll * HOUR,
        }),
      ]
      expect((await readAll(at(1), at(2))).titles).toEqual(['Resolved', 'Resolved'])
    })

    it('has room for an entry that takes the guid which another gave up', async () => {
      const first = comic('http://comic.test', 1, 'Gulls')
      const moved = comic('https://comic.test', 1, 'Gulls')
      const other = { ...first, title: 'Terns', publishedAt: NOON + HOUR, contentHtml: 'x', text: 'x' }
      expect((await readAll([first], [moved], [moved, other])).titles).toEqual(['Gulls', 'Terns'])
    })
  })
})
