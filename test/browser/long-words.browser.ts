/** Words of strangers that nothing breaks: no page is wider than its window by them. */
import type { FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Newsdesk, NOON, openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'
import { TOKEN } from './demo-site.ts'
import { LOOKS, newWalker, openBrowser, overflow } from './walker.ts'

const HOUR = 3_600_000
/** As long as what a form takes as a name, and longer. */
const [NAME, LONG] = ['n'.repeat(300), 'w'.repeat(500)]

let desk: Newsdesk
let server: FastifyInstance
let browser: Browser
let address: string
let story: string

beforeAll(async () => {
  desk = openNewsdesk()
  const [first, second, third] = [
    desk.feed({ outlet: LONG, groups: [NAME] }),
    desk.feed({ outlet: NAME, groups: [NAME], url: `https://b.example/${LONG}` }),
    desk.feed({ outlet: `${LONG}!`, state: 'failing', error: `${LONG} timed out` }),
  ]
  const copy = { title: LONG, author: LONG, categories: [LONG], html: `<p>${LONG}</p><h2>${LONG}</h2>` }
  story = desk.story({ feed: first, ...copy }, { feed: second, ...copy }, { feed: third, ...copy })
  desk.story({ feed: second, ...copy, image: 'https://b.example/picture.png', summary: LONG })
  desk.db.prepare("INSERT INTO fold_evidence VALUES (2, 1, 0.9, 'one source', '{}', ?)").run(`["${LONG}"]`)
  desk.db.prepare("INSERT INTO overrides VALUES (1, 'together', 1, 2, '2026-03-04T13:00:00Z', NULL)").run()
  server = await serve(desk, { token: TOKEN }, { now: () => NOON + HOUR })
  address = await server.listen({ host: '127.0.0.1', port: 0 })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.close()
  desk.close()
})

const PATHS = {
  'all stories': () => '/',
  'those most carried': () => '/?sort=carried',
  'those of an outlet': () => `/?outlet=${NAME}&without_outlet=o${NAME.slice(1)}&min_outlets=2`,
  'those of a search': () => `/?q=${NAME}`,
  'those of a group': () => `/groups/${NAME}`,
  'a story': () => `/stories/${story}?q=${NAME}`,
  'a comparison': () => `/stories/${story}/compare?a=1&b=2`,
  'an outlet': () => `/outlets/${NAME}`,
  'no outlet': () => `/outlets/o${NAME.slice(1)}`,
  feeds: () => '/feeds',
  corrections: () => '/corrections',
}

describe.each(LOOKS.filter(({ scheme }) => scheme === 'light'))('at $width pixels', (look) => {
  it.each(Object.entries(PATHS))('the page is no wider than the window: %s', async (_page, path) => {
    const { go, page, context } = await newWalker(browser, address, look)
    await go('/sign-in')
    await page.fill('#token', TOKEN)
    await page.click('main button')
    await go(path())
    expect(await overflow(page)).toBe(0)
    await context.close()
  })
})
