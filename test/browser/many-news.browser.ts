/** More new stories than are counted. */
import { expect, it, onTestFinished } from 'vitest'
import { openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'
import { newWalker, openBrowser } from './walker.ts'

it('an open page says that there are more new stories than it counts', async () => {
  const desk = openNewsdesk()
  const feed = desk.feed()
  desk.story({ feed })
  const server = await serve(desk)
  const browser = await openBrowser()
  onTestFinished(async () => {
    await browser.close()
    await server.close()
    desk.close()
  })
  const { page, go } = await newWalker(browser, await server.listen({ host: '127.0.0.1', port: 0 }))
  await go('/')
  desk.db.transaction(() => Array.from({ length: 120 }, () => desk.story({ feed })))()
  await page.waitForSelector('text=100+ new stories: show')
  desk.story({ feed })
  await page.waitForSelector('text=101+ new stories: show')
  await page.click('.fresh button')
  await page.waitForSelector('.story .label.new')
  expect(await page.locator('.fresh button').count()).toBe(0)
})
