/**
 * A small WebSub hub for tests, to the letter of https://www.w3.org/TR/websub/: it verifies the intent of subscribers,
 * fetches a topic when its publisher pings, and delivers it whole, with its type, its links and a signature. Like some
 * hubs in use it takes one topic a ping, and answers 400 to more.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

interface Hub {
  readonly url: string
  /** The topics of each ping, and how it was answered. */
  readonly pings: readonly { readonly topics: readonly string[]; readonly status: number }[]
  close(): Promise<void>
}

interface Subscription {
  readonly callback: string
  readonly topic: string
  readonly secret: string | null
  readonly until: number
}

const DEFAULT_LEASE_S = 10 * 86_400
/** Section 5.1: a secret is shorter than this. */
const SECRET_BYTES = 200

export async function openHub(): Promise<Hub> {
  const subscriptions = new Map<string, Subscription>()
  const pings: { topics: readonly string[]; status: number }[] = []
  const work = new Set<Promise<unknown>>()
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request))
    const mode = form.get('hub.mode')
    if (request.method !== 'POST') response.writeHead(405).end()
    else if (mode === 'publish') publish(form, response)
    else if (mode === 'subscribe' || mode === 'unsubscribe') change(mode, form, response)
    else response.writeHead(400).end('hub.mode is publish, subscribe or unsubscribe')
  }

  function publish(form: URLSearchParams, response: ServerResponse): void {
    const topics = [...new Set([...form.getAll('hub.url'), ...form.getAll('hub.topic')])]
    const status = topics.length === 1 ? 202 : 400
    pings.push({ topics, status })
    response.writeHead(status).end(status === 400 ? 'one topic a ping' : '')
    if (status === 202) later(distribute(topics[0]!))
  }

  /** Sections 5.1 and 5.2. Subscribing again renews; the answer comes before the intent is verified. */
  function change(mode: string, form: URLSearchParams, response: ServerResponse): void {
    const [callback, topic, secret] = ['hub.callback', 'hub.topic', 'hub.secret'].map((name) =>
      form.get(name),
    )
    const lease = Number(form.get('hub.lease_seconds') ?? DEFAULT_LEASE_S)
    const isUsable = isWebAddress(callback) && isWebAddress(topic) && Number.isInteger(lease) && lease > 0
    if (!isUsable || Buffer.byteLength(secret ?? '') >= SECRET_BYTES)
      return void response.writeHead(400).end()
    response.writeHead(202).end()
    const until = Date.now() + lease * 1000
    const wanted = { callback: callback!, topic: topic!, secret: secret ?? null, until }
    later(
      verify(mode, wanted, lease).then((meant) => {
        const key = `${callback} ${topic}`
        if (meant && mode === 'subscribe') subscriptions.set(key, wanted)
        else if (meant) subscriptions.delete(key)
      }),
    )
  }

  /** Section 7: every subscriber of the topic is sent all of it. One that answers 410 is forgotten. */
  async function distribute(topic: string): Promise<void> {
    const document = await fetch(topic)
    const body = Buffer.from(await document.arrayBuffer())
    const type = document.headers.get('content-type') ?? 'application/octet-stream'
    for (const [key, subscription] of subscriptions) {
      if (subscription.until < Date.now()) subscriptions.delete(key)
      else if (subscription.topic === topic) {
        const { status } = await deliver(subscription, body, { type, hub: url })
        if (status === 410) subscriptions.delete(key)
      }
    }
  }

  function later(task: Promise<unknown>): void {
    const settled = task.catch(() => {}).finally(() => work.delete(settled))
    work.add(settled)
  }

  return {
    url,
    pings,
    close: async () => {
      await Promise.all(work)
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Section 5.3: the callback keeps its own parameters, and must answer with the challenge. */
async function verify(mode: string, { callback, topic }: Subscription, lease: number): Promise<boolean> {
  const challenge = randomBytes(16).toString('hex')
  const address = new URL(callback)
  address.searchParams.append('hub.mode', mode)
  address.searchParams.append('hub.topic', topic)
  address.searchParams.append('hub.challenge', challenge)
  if (mode === 'subscribe') address.searchParams.append('hub.lease_seconds', String(lease))
  const answer = await fetch(address)
  return answer.ok && (await answer.text()) === challenge
}

/** Sections 7 and 7.1. */
function deliver(
  { callback, topic, secret }: Subscription,
  body: Buffer<ArrayBuffer>,
  { type, hub }: { readonly type: string; readonly hub: string },
): Promise<Response> {
  const signature: Record<string, string> =
    secret === null
      ? {}
      : { 'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
  const link = `<${topic}>; rel="self", <${hub}>; rel="hub"`
  return fetch(callback, { method: 'POST', headers: { 'content-type': type, link, ...signature }, body })
}

function isWebAddress(text: string | null | undefined): boolean {
  return typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}
