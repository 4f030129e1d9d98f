/**
 * The demo as a person starts it: the built program on a free port. Its merged feed must hold every story of the
 * newsroom once; then real feed readers subscribe to it while new stories arrive. Ends with 1 and the reason where
 * that is not so.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import RssParser from 'rss-parser'
import { startNewsroom } from '../../src/demo/newsroom.ts'

const expected = await trueCounts()
const demo = spawn(process.execPath, ['dist/main.js', 'demo', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const lines = await untilReady()
  checkFold(lines)
  const address = new URL('/', /http:\S+/.exec(lines.at(-1)!)![0]).origin
  await checkFeed(address)
  await tryReaders(address)
  demo.kill('SIGTERM')
  const [status] = await once(demo, 'exit')
  assert(status === 0, `the demo ended with ${status}`)
} finally {
  demo.kill('SIGKILL')
}

/** What a newsroom that has just opened holds: the same every time. */
async function trueCounts(): Promise<{ entries: number; stories: number }> {
  const newsroom = await startNewsroom({ now: Date.now })
  const { entries, stories } = newsroom.expected
  await newsroom.close()
  return { entries, stories }
}

/** What the demo prints until it says where to open it. */
async function untilReady(): Promise<string[]> {
  const lines: string[] = []
  for await (const line of createInterface(demo.stdout)) {
    say(line)
    lines.push(line)
    if (line.startsWith('open http')) return lines
  }
  throw new Error('the demo ended before it was ready')
}

/** The demo's own count, against what the newsroom knows to be true. */
function checkFold(lines: readonly string[]): void {
  const { entries, stories } = expected
  assert(
    lines.some((line) => line.startsWith(`${entries} entries `) && line.endsWith(` ${stories} stories`)),
    `expected ${entries} entries to fold into ${stories} stories`,
  )
}

async function checkFeed(address: string): Promise<void> {
  const answer = await fetch(`${address}/rss.xml?limit=500`)
  assert(answer.status === 200, `/rss.xml was answered ${answer.status}`)
  const { items } = await new RssParser().parseString(await answer.text())
  const ids = new Set(items.map((entry) => entry.guid))
  assert(ids.size === items.length, 'an id stands twice in /rss.xml')
  // one more may have arrived meanwhile
  const late = items.length - expected.stories
  assert(late === 0 || late === 1, `/rss.xml has ${items.length} entries, not ${expected.stories}`)
  say(`/rss.xml holds ${items.length} stories, each once`)
}

async function tryReaders(address: string): Promise<void> {
  const readers = spawn('npx', ['tsx', 'test/readers/run.ts', address], { stdio: ['ignore', 1, 2] })
  const [status] = await once(readers, 'exit')
  assert(status === 0, 'a reader did not see what the feed holds')
}

function assert(holds: boolean, message: string): void {
  if (!holds) throw new Error(message)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
