/** A browser that notes what no visitor sees: errors in its console, and requests to others. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const CHROMIUM = '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

interface Look {
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
}

export const LOOKS: readonly Look[] = [
  { width: 1280, height: 900, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 390, height: 844, scheme: 'dark' },
]

export interface Walker {
  readonly page: Page
  readonly context: BrowserContext
  /** Opens a path of the site. */
  go(path: string): Promise<void>
  /** Errors and warnings of the console, and requests that were not answered. */
  readonly troubles: string[]
  /** Addresses asked that are not the site's. */
  readonly foreign: Set<string>
}

/** A visitor with a browser of their own: no cookies, nothing remembered. */
export async function newWalker(
  browser: Browser,
  address: string,
  { width, height, scheme }: Look = LOOKS[0]!,
  options: { readonly javaScriptEnabled?: boolean } = {},
): Promise<Walker> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    timezoneId: 'Europe/Berlin',
    ...options,
  })
  const page = await context.newPage()
  const troubles: string[] = []
  const foreign = new Set<string>()
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text())
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) foreign.add(request.url())
  })
  return {
    page,
    context,
    troubles,
    foreign,
    go: async (path) => void (await page.goto(address + path)),
  }
}

/** Findings of axe-core that are serious or worse: the rule, and where. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE) // not as an element of the page, whose policy would refuse it
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })
}

/** By how many pixels the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = (
      globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }
    ).document.documentElement
    return scrollWidth - clientWidth
  })
}
