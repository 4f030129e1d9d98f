import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createHubPings, type PushEdges } from '../../src/push/hub-pings.ts'

const HUB = 'https://hub.example/'

/** A hub that answers with these statuses in turn, then 204; waiting takes no time. */
function aHub(...statuses: (number | Error)[]) {
  const pings: string[][] = []
  const pauses: number[] = []
  const warnings: object[] = []
  const settled = new EventTarget()
  const edges: PushEdges = {
    post: async (_url, form) => {
      pings.push(form.getAll('hub.url'))
      const status = statuses.shift() ?? 204
      if (status instanceof Error) throw status
      queueMicrotask(() => settled.dispatchEvent(new Event('answer')))
      return status
    },
    wait: async (ms) => pauses.push(ms),
    log: { warn: (fields) => warnings.push(fields) && settled.dispatchEvent(new Event('gaveUp')) },
  }
  return { pings, pauses, warnings, settled, edges }
}

describe('hub pings', () => {
  it('tell every hub what changed', async () => {
    const hub = aHub()
    const answers = once(hub.settled, 'answer')
    const pings = createHubPings([HUB, 'https://hub2.example/'], hub.edges)
    pings.changed(['https://wire.example/rss.xml'])
    await answers
    await pings.close()
    expect(hub.pings).toEqual([['https://wire.example/rss.xml'], ['https://wire.example/rss.xml']])
  })

  it('are tried again where the hub is out, and given up with a warning', async () => {
    const out = Array.from({ length: 6 }, (_, n) => (n % 2 ? 503 : new Error('refused')))
    const hub = aHub(...out)
    const gaveUp = once(hub.settled, 'gaveUp')
    const pings = createHubPings([HUB], hub.edges)
    pings.changed(['a'])
    await gaveUp
    expect(hub.pauses).toEqual([10_000, 60_000, 300_000, 900_000, 3_600_000])
    expect(hub.warnings).toEqual([{ hub: HUB, problem: 'HTTP 503' }])
    await pings.close()
  })

  it('are not repeated to a hub that refuses them', async () => {
    const hub = aHub(404)
    const gaveUp = once(hub.settled, 'gaveUp')
    const pings = createHubPings([HUB], hub.edges)
    pings.changed(['a'])
    await gaveUp
    expect([hub.pings.length, hub.pauses.length]).toEqual([1, 0])
    await pings.close()
  })

  it('gather what changes while one is under way, and stop when closed', async () => {
    const waiting = new AbortController()
    const sent: string[][] = []
    const pings = createHubPings([HUB], {
      post: (_url, form, signal) => {
        sent.push(form.getAll('hub.url'))
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')))
          waiting.abort()
        })
      },
      wait: async () => {},
      log: { warn: () => {} },
    })
    pings.changed(['a'])
    pings.changed(['b'])
    pings.changed(['b', 'c'])
    expect(waiting.signal.aborted).toBe(true)
    await pings.close()
    expect(sent).toEqual([['a']])
  })
})
