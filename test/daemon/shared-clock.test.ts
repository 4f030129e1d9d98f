import { expect, test } from 'vitest'
import { createSharedClock } from '../../src/daemon/shared-clock.ts'

const HOUR = 3_600_000

test('a clock that is off by an hour is told the database’s time, and one that jumps is told again', async () => {
  const clock = { own: 1_000_000_000, database: 1_000_000_000 + HOUR }
  const shared = await createSharedClock({ clock: async () => clock.database }, () => clock.own)
  expect(shared.now()).toBe(clock.database)
  clock.own += 3 * HOUR
  await shared.sync()
  expect(shared.now()).toBe(clock.database)
})

test('time does not run back because a look took long', async () => {
  const clock = { own: 1_000_000_000, look: 0 }
  const late = async () => {
    clock.own += clock.look // the answer was on its way all that time
    return clock.own - clock.look
  }
  const shared = await createSharedClock({ clock: late }, () => clock.own)
  clock.look = 800
  const before = shared.now()
  await shared.sync()
  expect(shared.now()).toBeGreaterThanOrEqual(before)
  expect(shared.now() - clock.own).toBe(0)
})

test('a database that is slow to open does not make time run back when it is looked at again', async () => {
  const clock = { own: 1_000_000_000, opening: 4000 }
  const slowOnce = async () => {
    clock.own += clock.opening
    clock.opening = 0
    return clock.own
  }
  const shared = await createSharedClock({ clock: slowOnce }, () => clock.own)
  const before = shared.now()
  await shared.sync()
  expect(shared.now()).toBe(before)
})
