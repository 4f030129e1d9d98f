import { expect, it } from 'vitest'
import { createHealth } from '../../src/daemon/health.ts'

const pages = {
  feedStates: async () => ({ ok: 1 }),
  queue: async () => ({ due: 0, oldestDueAt: null, lastGoodPollAt: null }),
}
const NO_LIMITS = { stalledAfterMs: Infinity, lateAfterMs: Infinity }

it('a store that a decision holds up is told, without waiting for it, until it answers again', async () => {
  let now = 0
  let answer = () => {}
  const askStore = () => new Promise<void>((resolve) => (answer = resolve))
  const health = createHealth({ pages, now: () => now, askStore })
  const problems = async () => (await health.status(NO_LIMITS)).problems
  expect(await problems()).toEqual([])
  now = 20_000
  expect(await problems()).toEqual([])
  now = 45_000
  expect(await problems()).toMatchObject([{ kind: 'busy', what: expect.stringContaining('45 seconds') }])
  answer()
  await Promise.resolve()
  now = 50_000
  expect(await problems()).toEqual([])
})
