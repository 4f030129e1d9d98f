/**
 * From publisher to subscriber: an outlet publishes, `wirefold poll` pings the hub, the hub fetches the feed from the
 * daemon and delivers it, signed, to npm's `pubsubhubbub`. Then a correction from the command line does the same.
 *
 * Usage: tsx test/websub/run.ts FOLDER (in whose node_modules pubsubhubbub 1.0.2 is). Ends with 1 and the reason.
 */
import { createHmac } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { parseAtomFeed } from 'feedsmith'
import { prose } from '../support/builders.ts'
import { freePort, openWire, type Wire } from '../support/wire.ts'
import { openHub } from './hub.ts'

interface Subscriber extends EventEmitter {
  secret: string
  listen(port: number, host: string): void
  subscribe(topic: string, hub: string, callback: (error: Error | null) => void): void
  readonly server: { close(): void }
}

interface Delivery {
  readonly topic: string
  readonly feed: Buffer
  readonly headers: Readonly<Record<string, string>>
}

const SECRET = 'only the two of us'
const PATIENCE = () => AbortSignal.timeout(30_000)

const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: tsx test/websub/run.ts FOLDER')
const hub = await openHub()
const wire = await openWire(2, { server: `  hubs: ["${hub.url}"]\n` })
const subscriber = await openSubscriber(resolve(folder))
try {
  await tryOut()
} finally {
  subscriber.server.close()
  await wire.close()
  await hub.close()
}

async function tryOut(): Promise<void> {
  const { outlets } = wire
  outlets[0]!.entries = [entry('first', 1)]
  await wire.run('poll', '--all')
  await wire.start()
  const { topic, hubs } = await discover(`${wire.base}/atom.xml`)
  assert(hubs.includes(hub.url), `/atom.xml names the hubs ${hubs}, not ${hub.url}`)
  assert((await discover(`${wire.base}/atom.xml?q=first`)).hubs.length === 0, 'a search names a hub')
  await subscribe(topic)
  say(`subscribed to ${topic}`)

  outlets[1]!.entries = [entry('second', 2)]
  await delivers(() => wire.run('poll', '--all'), topic, ['second', 'first'])
  say('a poll reached the subscriber, signed')
  await delivers(() => wire.run('merge', '1', '2'), topic, ['first'])
  say('a merge from the command line reached the subscriber, signed')
  await delivers(() => wire.run('undo', '1'), topic, ['second', 'first'])
  say('its undo reached the subscriber, signed')

  const [first, ...others] = hub.pings
  assert(first!.status === 400 && others.length > 0, 'the hub was never asked for several topics at once')
  const health = (await (await fetch(`${wire.base}/healthz`)).json()) as { problems: { kind: string }[] }
  assert(
    health.problems.every(({ kind }) => kind !== 'hub'),
    'the daemon calls the hub unwell',
  )
}

/** Does it, and waits until the subscriber holds a feed with these entries and no others. */
async function delivers(
  act: () => Promise<unknown>,
  topic: string,
  titles: readonly string[],
): Promise<void> {
  const got: string[][] = []
  const arrived = new EventEmitter()
  const take = (delivery: Delivery) => {
    if (delivery.topic !== topic) return
    assert(delivery.headers['content-type'] === 'application/atom+xml; charset=utf-8', 'of another type')
    const held = parseAtomFeed(delivery.feed.toString()).entries!.map((one) => one.title!.value!)
    got.push(held)
    if (held.toSorted().join() === titles.toSorted().join()) arrived.emit('all')
  }
  subscriber.on('feed', take)
  const all = once(arrived, 'all', { signal: PATIENCE() })
  await act()
  await all.catch(() => {
    throw new Error(`the subscriber was sent ${JSON.stringify(got)}, not ${titles}`)
  })
  subscriber.off('feed', take)
}

async function discover(url: string): Promise<{ topic: string; hubs: string[] }> {
  const answer = await fetch(url)
  const links = [...(answer.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)]
  const inDocument = parseAtomFeed(await answer.text()).links!
  const of = (rel: string) => links.filter(([, , name]) => name === rel).map(([, href]) => href!)
  const hubs = inDocument.filter((link) => link.rel === 'hub').map((link) => link.href!)
  assert(hubs.join() === of('hub').join(), 'header and document name different hubs')
  return { topic: of('self')[0]!, hubs }
}

async function openSubscriber(from: string): Promise<Subscriber> {
  const { createServer } = createRequire(`${from}/`)('pubsubhubbub') as {
    createServer(options: { callbackUrl: string; secret: string }): Subscriber
  }
  const port = await freePort()
  const opened = createServer({ callbackUrl: `http://127.0.0.1:${port}/callback`, secret: SECRET })
  opened.listen(port, '127.0.0.1')
  await once(opened, 'listen')
  return opened
}

async function subscribe(topic: string): Promise<void> {
  const verified = once(subscriber, 'subscribe', { signal: PATIENCE() })
  await new Promise<void>((done, fail) =>
    subscriber.subscribe(topic, hub.url, (error) => (error ? fail(error) : done())),
  )
  await verified
  // Version 1.0.2 tells the hub a secret made from its own, but checks signatures with its own.
  subscriber.secret = createHmac('sha1', SECRET).update(topic).digest('hex')
}

function entry(title: string, seed: number): Wire['outlets'][number]['entries'][number] {
  return { guid: title, title, text: prose(seed, 6), at: Date.now() - 3_600_000 }
}

function assert(holds: boolean, message: string): void {
  if (!holds) throw new Error(message)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
