import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createHubPings, type PushEdges } from '../../src/push/hub-pings.ts'

const HUB = 'https://hub.example/'
const HOUR = 3_600_000

/** A hub that answers with these statuses in turn, then 204; waiting takes no time until it was done `waits` times. */
function aHub(statuses: (number | Error)[] = [], waits = Number.POSITIVE_INFINITY) {
  const pings: string[][] = []
  const pauses: number[] = []
  const warnings: object[] = []
  const reports: (string | null)[] = []
  const told = new EventTarget()
  const edges: PushEdges = {
    post: async (_url, form) => {
      pings.push(form.getAll('hub.url'))
      expect(form.getAll('hub.topic')).toEqual(form.getAll('hub.url'))
      const status = statuses.shift() ?? 204
      if (status instanceof Error) throw status
      if (statuses.length === 0) queueMicrotask(() => told.dispatchEvent(new Event('all')))
      return status
    },
    wait: async (ms, signal) => {
      if (pauses.push(ms) < waits) return
      told.dispatchEvent(new Event('paused'))
      await once(signal, 'abort')
    },
    log: { warn: (fields) => warnings.push(fields) },
    report: (problem) => reports.push(problem),
  }
  return { pings, pauses, warnings, reports, told, edges }
}

describe('hub pings', () => {
  it('tell every hub what changed', async () => {
    const hub = aHub()
    const pings = createHubPings([HUB, 'https://hub2.example/'], hub.edges)
    pings.changed(['https://wire.example/rss.xml'])
    await pings.close()
    expect(hub.pings).toEqual([['https://wire.example/rss.xml'], ['https://wire.example/rss.xml']])
  })

  it('are tried again ever more seldom where the hub is out, which is told once, and when it is over', async () => {
    const hub = aHub(Array.from({ length: 7 }, (_, n) => (n % 2 ? 503 : new Error('refused'))))
    const pings = createHubPings([HUB], hub.edges)
    pings.changed(['a'])
    await once(hub.told, 'all')
    await pings.close()
    expect(hub.pauses.slice(0, 7)).toEqual([10_000, 60_000, 300_000, 900_000, HOUR, HOUR, HOUR])
    expect(hub.warnings).toEqual([{ hub: HUB, problem: 'refused' }])
    expect(hub.reports.at(0)).toBe(`the hub ${HUB} does not take pings: refused`)
    expect(hub.reports.at(-1)).toBeNull()
    expect(hub.pings).toHaveLength(8)
  })

  it('name one topic each to a hub that takes no more, from then on', async () => {
    const hub = aHub([400, 204, 204])
    const pings = createHubPings([HUB], hub.edges)
    pings.changed(['a', 'b'])
    await once(hub.told, 'all')
    pings.changed(['c', 'd'])
    await pings.close()
    expect(hub.pings).toEqual([['a', 'b'], ['a'], ['b'], ['c'], ['d']])
    expect([hub.pauses.filter((ms) => ms >= HOUR), hub.reports]).toEqual([[], []])
  })

  it('wait for hours after a refusal, and then tell what changed meanwhile too', async () => {
    const hub = aHub([400, 404, 403], 3)
    const pings = createHubPings([HUB], hub.edges)
    const paused = once(hub.told, 'paused')
    pings.changed(['a'])
    await paused
    pings.changed(['a', 'b'])
    expect(hub.pauses).toEqual([HOUR, 6 * HOUR, 24 * HOUR])
    expect(hub.reports.at(-1)).toBe(`the hub ${HUB} does not take pings: HTTP 403`)
    await pings.close()
    expect(hub.pings).toEqual([['a'], ['a'], ['a']])
  })

  it('are sent before the end, once, also where the daemon ends at once', async () => {
    const hub = aHub([503])
    const pings = createHubPings([HUB], hub.edges)
    pings.changed(['a'])
    await pings.close()
    expect(hub.pings).toEqual([['a']])
  })

  it('gather what changes while one is under way, and do not keep the daemon from ending', async () => {
    const sent: string[][] = []
    const pings = createHubPings([HUB], {
      ...aHub().edges,
      post: (_url, form, signal) => {
        sent.push(form.getAll('hub.url'))
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')))
        })
      },
    })
    pings.changed(['a'])
    pings.changed(['b'])
    pings.changed(['b', 'c'])
    await pings.close()
    expect(sent).toEqual([['a']])
  })
})
