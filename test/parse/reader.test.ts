import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReader, type FeedReader } from '../../src/threads/reader.ts'
import { createThreadClock, startClock, workedMs } from '../../src/threads/thread-clock.ts'

const url = 'https://feeds.example/feed.xml'
const MIB = 2 ** 20
const WHOLE = '<item><title>Whole</title><link>https://a.example/whole</link></item>'

function rss(items: string, doctype = ''): string {
  return `${doctype}<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`
}

function laughs(): string {
  const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`)
  return `<!DOCTYPE rss [<!ENTITY l0 "lol">${levels.join('')}]>`
}

const many = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => of(i)).join('')
const described = (html: string) =>
  rss(`${WHOLE}<item><title>x</title><description>${html}</description></item>`)

/** What arrives, and what must come of it: titles of entries that are read, or the reason why none is. */
const HOSTILE: readonly [string, () => string, RegExp | string[]][] = [
  ['a billion laughs', () => rss(`${WHOLE}<item><title>&l9;</title></item>`, laughs()), ['Whole', '&l9;']],
  [
    'quadratic entities',
    () =>
      rss(
        `<item><title>${'&a;'.repeat(100_000)}</title></item>${WHOLE}`,
        `<!DOCTYPE rss [<!ENTITY a "${'a'.repeat(100_000)}">]>`,
      ),
    ['&a;'.repeat(3334).slice(0, 10_000), 'Whole'],
  ],
  [
    'an external entity and DTD',
    () =>
      rss(
        `<item><title>&x;</title></item>${WHOLE}`,
        '<!DOCTYPE rss SYSTEM "https://x.example/a.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      ),
    ['&x;', 'Whole'],
  ],
  [
    '100,000 nested elements',
    () => rss(`${WHOLE}<item>${'<a>'.repeat(100_000)}`),
    /nested more than 400 deep/,
  ],
  [
    '100,000 nested elements of HTML',
    () => described(`<![CDATA[${'<div>'.repeat(100_000)}x]]>`),
    ['Whole', 'x'],
  ],
  ['a text of 25 MB', () => described('a'.repeat(25 * MIB)), /larger than 20 MiB/],
  ['a text of 18 MB', () => described('a '.repeat(9 * MIB)), ['Whole', 'x']],
  [
    'an attribute of 25 MB',
    () => rss(`<item><enclosure url="${'a'.repeat(25 * MIB)}"/></item>`),
    /larger than 20 MiB/,
  ],
  [
    'an attribute of 18 MB',
    () =>
      rss(
        `<item><title>x</title><enclosure url="https://a.example/${'a'.repeat(18 * MIB)}"/></item>${WHOLE}`,
      ),
    ['x', 'Whole'],
  ],
  ['a million items', () => rss('<item><title>a</title></item>'.repeat(1_000_000)), /larger than 20 MiB/],
  [
    'a million attributes',
    () => rss(`<item ${many(1_000_000, (i) => `a${i}="" `)}/>`),
    /more than 1000 attributes/,
  ],
  ['an unclosed comment of 25 MB', () => rss(`${WHOLE}<!--${'-'.repeat(25 * MIB)}`), /larger than 20 MiB/],
  ['an unclosed comment of 18 MB', () => rss(`${WHOLE}<!--${'- '.repeat(9 * MIB)}`), ['Whole']],
  ['x<p 32,000 times', () => described('x&lt;p'.repeat(32_000)), ['Whole', 'x']],
  ['x<p 32,000 times, unescaped', () => described('x<p'.repeat(32_000)), ['Whole', 'x']],
  [
    'end tags without start tags, far inside',
    () => described(`<![CDATA[${'<b>'.repeat(450)}${'</i>'.repeat(200_000)}x]]>`),
    ['Whole', 'x'],
  ],
  [
    'blocks of open and foreign end tags',
    () => described(`<![CDATA[${`${'<b>'.repeat(450)}${'</i>'.repeat(2000)}`.repeat(90)}x]]>`),
    ['Whole', 'x'],
  ],
  ['one word a million times', () => described('word '.repeat(1_000_000)), ['Whole', 'x']],
  [
    'figures of players without end',
    () => described(`<![CDATA[${'<figure><video></video>a</figure>'.repeat(25_000)}]]>`),
    ['Whole', 'x'],
  ],
  [
    'titles of tags alone',
    () =>
      rss(
        `${WHOLE}${`<item><title>${'&lt;b&gt;'.repeat(1200)}</title></item>`.repeat(500)}<item><title>x</title></item>`,
      ),
    ['Whole', '', 'x'],
  ],
  ['brackets without end', () => `{"items":${'['.repeat(5_000_000)}`, /nested more than 100 deep/],
  [
    'names of JavaScript objects',
    () =>
      rss(
        `<__proto__>x</__proto__><item><__proto__>y</__proto__><constructor>z</constructor><title __proto__="q">x</title></item>${WHOLE}`,
      ),
    ['x', 'Whole'],
  ],
]

/** What this process uses while it runs, all its threads together: memory, looked at often, and milliseconds of CPU. */
async function costOf<T>(work: () => Promise<T>): Promise<{ result: T; mib: number; cpuMs: number }> {
  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 5)
  const start = process.cpuUsage()
  const result = await work().finally(() => clearInterval(watch))
  const { user, system } = process.cpuUsage(start)
  return { result, mib: (peak - before) / MIB, cpuMs: (user + system) / 1000 }
}

describe('reading in threads', () => {
  let reader: FeedReader
  beforeAll(async () => {
    reader = createReader()
    await reader.read({ body: Buffer.from(rss(WHOLE)), contentType: null, url })
  })
  afterAll(() => reader.close())

  for (const [name, make, outcome] of HOSTILE) {
    it(`${name}: ends soon and in little memory, with entries or one clear error`, async () => {
      const body = Buffer.from(make())
      const reading = () =>
        reader.read({ body, contentType: null, url }).then(
          (feed) => feed.entries.map((entry) => entry.title),
          (error: Error) => `${error.name}: ${error.message}`,
        )
      const { result, mib, cpuMs } = await costOf(reading)
      if (outcome instanceof RegExp) expect(result).toMatch(outcome)
      else expect(result).toEqual(outcome)
      if (typeof result === 'string')
        expect(result).toMatch(/^ParseError: https:\/\/feeds\.example\/feed\.xml /)
      expect(mib).toBeLessThan(200)
      expect(cpuMs).toBeLessThan(3_000)
    })
  }

  it('half a million items: the first 5,000 are read, the others counted', async () => {
    const body = Buffer.from(rss(many(500_000, (i) => `<item><link>${i}</link>`)))
    const { result, mib } = await costOf(() => reader.read({ body, contentType: null, url }))
    expect(result.entries).toHaveLength(5_000)
    expect(result.losses.older).toBe(495_000)
    expect(mib).toBeLessThan(200)
  })

  it('reads in a thread of its own: this one goes on meanwhile', async () => {
    const text = '<p>The harbour council met again to talk about the pier and its lamps.</p>'.repeat(65)
    const items = many(
      200,
      (i) => `<item><title>${i}</title><description><![CDATA[${text}]]></description></item>`,
    )
    let turns = 0
    const count = setInterval(() => (turns += 1), 1)
    const feed = await reader
      .read({ body: Buffer.from(rss(items)), contentType: null, url })
      .finally(() => clearInterval(count))
    expect(feed.entries).toHaveLength(200)
    expect(turns).toBeGreaterThan(5)
  })
})

describe('a reader with a short deadline', () => {
  const text = '<p>slow <b>words</b></p>'.repeat(155)
  const slow = Buffer.from(
    rss(many(5_000, (i) => `<item><link>${i}</link><description><![CDATA[${text}]]></description></item>`)),
  )

  it('reads what comes after a document that takes long without waiting for that', async () => {
    const reader = createReader({ timeoutMs: 2_000 })
    const ended: string[] = []
    const read = (name: string, body: Buffer) =>
      reader
        .read({ body, contentType: null, url })
        .catch(() => null)
        .then(() => ended.push(name))
    await Promise.all([read('long', slow), read('short', Buffer.from(rss(WHOLE)))])
    expect(ended).toEqual(['short', 'long'])
    await reader.close()
  })

  it('gives up a document that takes too much work, says so, and reads the next one', async () => {
    const reader = createReader({ timeoutMs: 100 })
    await expect(reader.read({ body: slow, contentType: null, url })).rejects.toThrow(
      `${url} cannot be read as a feed: it took more than 0.1 s of work`,
    )
    const feed = await reader.read({ body: Buffer.from(rss(WHOLE)), contentType: null, url })
    expect(feed.entries).toHaveLength(1)
    await reader.close()
  })

  it('counts the work of the thread that began, and nothing before', () => {
    const clock = createThreadClock()
    expect(workedMs(clock)).toBeNull()
    startClock(clock)
    const before = process.cpuUsage()
    while ((workedMs(clock) ?? 0) < 200) JSON.parse('[1]')
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeGreaterThan(50) // the thread’s clock is coarser than the process’s
  })
})
