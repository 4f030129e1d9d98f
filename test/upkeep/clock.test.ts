import { expect, it } from 'vitest'
import { type ClockRecord, readClock } from '../../src/upkeep/clock.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOON = Date.UTC(2026, 4, 1, 12)

/** Upkeep at these moments, one after another: at which of them what is old would go. */
function trusted(moments: readonly number[]): boolean[] {
  let record: ClockRecord = { lastAt: NOON, doubtedSince: null }
  return moments.map((now) => {
    const reading = readClock(record, now)
    record = reading.record
    return reading.isTrusted
  })
}

it('a clock that goes on is believed, also after a week without the daemon', () => {
  expect(trusted([NOON + HOUR, NOON + 7 * DAY, NOON + 8 * DAY])).toEqual([true, true, true])
})

it('a jump forward is believed once it has lasted two days', () => {
  const jumped = NOON + 400 * DAY
  expect(trusted([jumped, jumped + DAY, jumped + 2 * DAY - 1, jumped + 2 * DAY])).toEqual([
    false,
    false,
    false,
    true,
  ])
})

it('a clock that was set right again after a jump starts anew', () => {
  const jumped = NOON + 400 * DAY
  const back = NOON + 2 * HOUR
  expect(trusted([jumped, back, back + DAY, back + 2 * DAY, jumped])).toEqual([
    false,
    false,
    false,
    true,
    false,
  ])
})

it('tells how far it jumped, once', () => {
  const first = readClock({ lastAt: NOON, doubtedSince: null }, NOON - 30 * DAY)
  expect(first.jumpedMs).toBe(-30 * DAY)
  expect(readClock(first.record, NOON - 30 * DAY + HOUR).jumpedMs).toBeNull()
})
