/** Every page in both widths and both schemes: fits, is accessible, asks nobody else; the pictures of the docs. */
import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoSite, openDemoSite, TOKEN } from './demo-site.ts'
import { LOOKS, newWalker, openBrowser, overflow, seriousFindings, type Walker } from './walker.ts'

/** A fixed hour, so that the pictures change only when the pages do. */
const NOON = Date.UTC(2026, 10, 22, 12)
/** All of them, to be looked at; git leaves them out. */
const PICTURES = 'test/browser/pictures'
const DOCS = 'docs/pages'
/** The pictures that the docs show. */
const SHOWN = new Set(['home', 'story', 'comparison', 'outlet', 'feeds', 'home-phone-dark'])

let site: DemoSite
let browser: Browser
let story: string
let comparison: string

beforeAll(async () => {
  for (const folder of [PICTURES, DOCS]) mkdirSync(folder, { recursive: true })
  ;[site, browser] = await Promise.all([openDemoSite(() => NOON), openBrowser()])
  const { page, go, context } = await newWalker(browser, site.address)
  await go('/?sort=carried')
  story = (await page.getAttribute('.story.large h2 a', 'href'))!
  await go(story)
  comparison = (await page.locator('.acts a').nth(1).getAttribute('href'))!
  await context.close()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})

const READING = [
  'home',
  'search',
  'nothing found',
  'most carried',
  'story',
  'comparison',
  'outlet',
  'feeds',
  'sign-in',
  'error',
]
const MENDING = ['feeds', 'story', 'corrections']

function pathOf(name: string): string {
  const paths: Record<string, string> = {
    home: '/',
    search: '/?q=ferry&min_outlets=2',
    'nothing found': '/?q=zeppelin',
    'most carried': '/?sort=carried',
    story,
    comparison,
    outlet: '/outlets/T%C3%A9l%C3%A9graphe%20d%E2%80%99Aubrelles',
    feeds: '/feeds',
    'sign-in': '/sign-in',
    corrections: '/corrections',
    error: '/stories/none',
  }
  return paths[name]!
}

describe.each(LOOKS)('at $width pixels, $scheme', (look) => {
  const suffix = `${look.width === 390 ? '-phone' : ''}${look.scheme === 'dark' ? '-dark' : ''}`

  async function check({ page, troubles, foreign }: Walker, name: string): Promise<void> {
    expect(await seriousFindings(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
    const failed = name === 'error' ? /404/ : /(?!)/ // the console notes the status of the page itself
    expect(troubles.filter((text) => !failed.test(text))).toEqual([])
    expect([...foreign].filter((url) => !/\/pictures\/[\w-]+\.png$/.test(url))).toEqual([])
  }

  it.each(READING)('a visitor’s page is sound: %s', async (name) => {
    const walker = await newWalker(browser, site.address, look)
    await walker.go(pathOf(name))
    await check(walker, name)
    const file = `${name.replace(' ', '-')}${suffix}`
    await walker.page.screenshot({ path: `${PICTURES}/${file}.png`, fullPage: name !== 'home' })
    if (SHOWN.has(file))
      await walker.page.screenshot({ path: `${DOCS}/${file}.png`, ...(await part(walker, name)) })
    await walker.context.close()
  })

  /** Of a story, the docs show the end of its text and who carried it; else what one sees first. */
  async function part({ page }: Walker, name: string) {
    if (name !== 'story') return {}
    const { y } = (await page.locator('#copies').boundingBox())!
    return { fullPage: true, clip: { x: 0, y: y - 300, width: look.width, height: look.height } }
  }

  it.each(MENDING)('a page of somebody who signed in is sound: %s', async (name) => {
    const walker = await newWalker(browser, site.address, look)
    await walker.go('/sign-in')
    await walker.page.fill('#token', TOKEN)
    await walker.page.click('main button')
    await walker.go(pathOf(name))
    await check(walker, name)
    await walker.page.screenshot({ path: `${PICTURES}/${name}-signed-in${suffix}.png` })
    await walker.context.close()
  })
})
