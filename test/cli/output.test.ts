import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { show, withProgress } from '../../src/cli/output.ts'

const context = { env: {}, print: () => {}, complain: () => {}, signal: new AbortController().signal }

afterEach(() => vi.useRealTimers())

test('a person at a terminal sees how far it is, and nothing remains of that', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  const seen: string[] = []
  let done = 0
  const work = withProgress(
    { ...context, progress: (line) => void seen.push(line) },
    () => `${done} feeds polled`,
    async () => {
      await wait(0)
      vi.advanceTimersByTime(500)
      done = 7
      vi.advanceTimersByTime(1500)
      return 'polled'
    },
  )
  expect(await work).toBe('polled')
  expect(seen[0]).toBe('0 feeds polled … 1 s')
  expect(seen.at(-2)).toBe('7 feeds polled … 2 s')
  expect(seen.at(-1)).toBe('')
})

test('JSON has keys in snake_case, however deep', () => {
  const lines: string[] = []
  show(
    { ...context, print: (line) => void lines.push(line) },
    { json: true },
    [{ lastPoll: { heldUntil: null } }],
    ['x'],
  )
  expect(JSON.parse(lines.join('\n'))).toEqual([{ last_poll: { held_until: null } }])
})
