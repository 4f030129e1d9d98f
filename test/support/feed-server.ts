import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type Answers = Readonly<
  Record<string, string | ((request: IncomingMessage, response: ServerResponse) => void)>
>

/** A real server on loopback that answers each path with its text (by its kind of document) or as told; else 404. */
export async function startFeedServer(answers: Answers, host = '127.0.0.1'): Promise<string> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    if (typeof answer === 'function') answer(request, response)
    else if (answer === undefined) response.writeHead(404).end('Not here.')
    else response.writeHead(200, { 'content-type': kindOf(answer) }).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://${host}:${(server.address() as AddressInfo).port}`
}

/** Each document on an address of its own, so that no feed waits for the pause after another. Their URLs, by path. */
export async function startOutlets<const A extends Answers>(answers: A): Promise<Record<keyof A, string>> {
  const started = Object.entries(answers).map(async ([path, answer], n) => {
    const home = await startFeedServer({ [path]: answer }, `127.0.2.${n + 1}`)
    return [path, `${home}${path}`]
  })
  return Object.fromEntries(await Promise.all(started))
}

function kindOf(text: string): string {
  return text.startsWith('<!doctype html>') ? 'text/html' : 'application/rss+xml'
}

export interface SampleEntry {
  readonly guid: string
  readonly title: string
  readonly text: string
}

/** An RSS document of these entries, all dated an hour ago, or at another time. */
export function rss(title: string, entries: readonly SampleEntry[], at = Date.now() - 3_600_000): string {
  const date = new Date(at).toUTCString()
  const items = entries.map(
    ({ guid, title: headline, text }) =>
      `<item><guid isPermaLink="false">${guid}</guid><title>${headline}</title><pubDate>${date}</pubDate>` +
      `<link>https://outlet.example/${guid}</link><description>&lt;p&gt;${text}&lt;/p&gt;</description></item>`,
  )
  return `<rss version="2.0"><channel><title>${title}</title><link>https://outlet.example/</link>${items.join('\n')}</channel></rss>`
}

/** Words that mean nothing, the same for the same seed, and hardly two in a row the same for two seeds. */
export function babble(seed: number, words: number): string {
  const syllables = [
    'ka',
    'lo',
    'mi',
    'tu',
    're',
    'sa',
    'bon',
    'der',
    'ful',
    'gri',
    'hest',
    'jov',
    'pim',
    'quo',
  ]
  let state = seed * 2654435761 + 1
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const word = () => Array.from({ length: 2 + next(3) }, () => syllables[next(syllables.length)]).join('')
  return Array.from({ length: words }, word).join(' ')
}
