/** Every action on the pages, by mouse and by keyboard, with the real daemon behind them. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { babble, rss } from '../support/feed-server.ts'
import { type DemoSite, openDemoSite, TOKEN } from './demo-site.ts'
import { newWalker, openBrowser, type Walker } from './walker.ts'

/** A fixed hour. */
const NOON = Date.UTC(2026, 10, 22, 12)

let site: DemoSite
let browser: Browser
let walker: Walker
let page: Page

beforeAll(async () => {
  ;[site, browser] = await Promise.all([openDemoSite(() => NOON), openBrowser()])
})
afterAll(async () => {
  await browser.close()
  await site.close()
})
beforeEach(async () => {
  walker = await newWalker(browser, site.address)
  page = walker.page
})
afterEach(() => walker.context.close())

const titles = () => page.locator('.story h2').allTextContents()
/** The stories on the page, by the numbers that tell two of one title apart. */
const numbers = () => page.$$eval('.story', (lines) => lines.map((line) => line.getAttribute('data-number')))
const focused = () => page.evaluate('document.activeElement.textContent.trim()')

/** Goes on with Tab until the element has the focus, as those do who use no mouse. */
async function tabTo(selector: string): Promise<void> {
  const target = page.locator(selector).first()
  for (let n = 0; n < 120; n++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never comes to ${selector}`)
}

async function signIn(): Promise<void> {
  await walker.go('/sign-in')
  await page.fill('#token', TOKEN)
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=Sign out')
}

describe('the list of stories', () => {
  it('is searched, narrowed and widened again by mouse', async () => {
    await walker.go('/')
    const all = await titles()
    await page.fill('#q', 'ferry')
    await page.click('.search > .line button')
    expect(await page.textContent('h1')).toBe('Stories about “ferry”')
    await page.click('summary')
    await page.selectOption('#min_outlets', '2')
    await page.selectOption('#outlet', 'Halyard Wire')
    await page.click('text=Apply')
    expect((await titles()).length).toBeGreaterThan(0)
    expect(await page.locator('.chips li').count()).toBe(3)
    for (let n = 3; n > 0; n--) await page.click('.chips a')
    expect(await titles()).toEqual(all)
    await page.click('nav[aria-label=Groups] >> text=estuary')
    expect(page.url()).toBe(`${site.address}/groups/estuary`)
    await page.click('text=Most carried today')
    expect(await page.textContent('.order [aria-current]')).toBe('Most carried today')
    expect(walker.troubles).toEqual([])
  })

  it('is searched and narrowed by keyboard alone', async () => {
    await walker.go('/')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the content')
    await page.keyboard.press('/')
    await page.keyboard.type('ferry')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=Stories about “ferry”')
    await tabTo('summary')
    await page.keyboard.press('Enter')
    await tabTo('#min_outlets')
    await page.keyboard.press('ArrowDown')
    await tabTo('.search details button')
    await page.keyboard.press('Enter')
    await page.waitForURL(/min_outlets=2/)
    await tabTo('.chips a')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=Newest stories')
  })

  it('is walked with j and k, a story opened with o; the keys can be switched off', async () => {
    await walker.go('/')
    const [first, second] = await titles()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await focused()).toBe(second)
    await page.keyboard.press('k')
    expect(await focused()).toBe(first)
    await page.keyboard.press('o')
    await page.waitForSelector('.headline')
    expect(await page.textContent('h1')).toBe(first)
    await page.goBack()
    await page.click('text=Switch off')
    await page.reload()
    await page.keyboard.press('j')
    expect(await focused()).not.toBe(first)
  })

  it('goes on with older stories, and back to the top', async () => {
    await walker.go('/?limit=5')
    const newest = await numbers()
    await page.click('text=Older stories')
    const older = await numbers()
    expect(older.length).toBeGreaterThan(5)
    expect(older.filter((number) => newest.includes(number))).toEqual([])
    await page.click('text=Back to the top')
    expect((await numbers()).slice(0, 5)).toEqual(newest)
  })

  it('announces what arrives without moving what one reads, and marks it at the next visit', async () => {
    await walker.go('/')
    expect(await page.locator('.label.new').count()).toBe(0)
    await page.mouse.wheel(0, 400)
    const place = () => page.locator('.story').nth(3).boundingBox()
    const before = await place()
    site.newsroom.release()
    await site.daemon.app.round({ all: true })
    await page.waitForSelector('text=1 new story: show')
    expect(await place()).toEqual(before)
    await page.clock.setFixedTime(Date.now() + 3_600_000)
    await page.click('text=1 new story: show')
    await page.waitForSelector('.label.new')
    expect(await page.locator('.label.new').count()).toBe(1)
    expect(walker.troubles).toEqual([])
  })

  it('tells times as the visitor’s clock does, and UTC on hover', async () => {
    await walker.go('/')
    const time = page.locator('.story time').first()
    const [at, shown, title] = [
      await time.getAttribute('datetime'),
      await time.textContent(),
      await time.getAttribute('title'),
    ]
    const utc = new Date(at!)
    expect(title).toBe(`${at!.slice(0, 10)} ${at!.slice(11, 16)} UTC`)
    expect(shown).toContain(`${String((utc.getUTCHours() + 1) % 24).padStart(2, '0')}:`) // Berlin, in winter
  })
})

describe('somebody who signed in', () => {
  it('is told of a wrong token, and signs in and out by keyboard', async () => {
    await walker.go('/sign-in')
    await tabTo('#token')
    await page.keyboard.type('something else')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=That is not the token.')
    await tabTo('#token')
    await page.keyboard.type(TOKEN)
    await page.keyboard.press('Enter')
    await tabTo('.parts button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=Sign in')
  })

  it('splits a copy off, undoes it, merges two stories, and finds both in the record', async () => {
    await signIn()
    await walker.go('/?sort=carried')
    const title = (await page.textContent('.story.large h2'))!
    await page.click('.story.large h2 a')
    const outlets = await page.textContent('#copies')
    await page.click('.timeline li:last-child >> text=Split off')
    await page.waitForSelector('text=The copy is a story of its own now.')
    expect(await page.textContent('#copies')).not.toBe(outlets)
    await page.click('.message >> text=Undo')
    await page.waitForSelector(`text=was split from`)
    await walker.go('/?sort=carried')
    await page.click(`.story h2 >> text=${title}`)
    expect(await page.textContent('#copies')).toBe(outlets)
    await page.fill('#other', 'brief')
    await page.click('text=Find it')
    await page.click('.candidates button')
    await page.waitForSelector('text=The two stories are one now.')
    await page.click('nav >> text=Corrections')
    expect(await page.locator('.corrections li').count()).toBe(2)
    expect(await page.locator('.corrections .undone').count()).toBe(1)
    expect(walker.troubles).toEqual([])
  })

  it('corrects by keyboard alone', async () => {
    await signIn()
    await walker.go('/?sort=carried')
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await tabTo('.timeline button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=The copy is a story of its own now.')
    await tabTo('.message button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.corrections .undone')
    await tabTo('#other')
    await page.keyboard.type('brief')
    await page.keyboard.press('Enter')
    await tabTo('.candidates button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=The two stories are one now.')
  })

  it('adds the feed of a page, is told why another cannot be added, imports OPML and polls', async () => {
    const { address, close } = await openOutlet()
    await signIn()
    await page.click('nav >> text=Feeds')
    await page.fill('#address', address)
    await page.keyboard.press('Enter')
    await page.waitForSelector(`text=Subscribed to ${address}/feed.xml.`)
    await tabTo('#address')
    await page.keyboard.type(`${address}/nothing`)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.message.bad')
    expect(await page.textContent('.message')).toContain('cannot be read')
    const opml = `<opml version="2.0"><body><outline type="rss" text="Other" xmlUrl="${address}/other.xml"/></body></opml>`
    await page.setInputFiles('#opml', {
      name: 'feeds.opml',
      mimeType: 'text/x-opml',
      buffer: Buffer.from(opml),
    })
    await page.click('text=Import >> nth=-1')
    await page.waitForSelector('text=1 new, 0 subscribed already, 0 skipped.')
    await tabTo('text=Poll all now')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=The feeds are being polled.')
    await page.click('text=Poll all now')
    await page.waitForSelector('text=less than a minute ago')
    await close()
  })
})

describe('without script', () => {
  it('one finds, reads and compares', async () => {
    await walker.context.close()
    walker = await newWalker(browser, site.address, undefined, { javaScriptEnabled: false })
    page = walker.page
    await walker.go('/')
    expect(await page.textContent('.story time')).toMatch(/UTC$/)
    await page.fill('#q', 'sarrane treaty')
    await page.click('.search > .line button')
    await page.click('.story h2 a')
    await page.click('text=Compare >> nth=0')
    expect(await page.locator('mark').count()).toBeGreaterThan(2)
    await page.click('text=Back to the story')
    await page.click('.headline .outlet')
    expect(await page.textContent('#latest')).toBe('Latest stories')
  })
})

/** A site that offers a feed. */
async function openOutlet(): Promise<{ address: string; close: () => Promise<void> }> {
  const feed = rss('New outlet', [{ guid: 'a', title: 'A new voice', text: babble(3, 90) }])
  const home =
    '<!doctype html><title>x</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
  const documents: Record<string, string> = { '/': home, '/feed.xml': feed, '/other.xml': feed }
  const server: Server = createServer((request, response) => {
    const found = documents[request.url ?? '']
    response.writeHead(found === undefined ? 404 : 200, {
      'content-type': found?.startsWith('<!') ? 'text/html' : 'text/xml',
    })
    response.end(found ?? 'Not here.')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
