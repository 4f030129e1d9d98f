/**
 * Whether upkeep may believe the clock. One that runs a year ahead makes everything look old enough to be thrown away,
 * so a jump expires nothing until it has lasted. Pure; times in epoch milliseconds.
 */

const DAY = 86_400_000
/** Upkeep runs each minute; this much between two runs is a jump, or a daemon that was off for long. */
const JUMP_MS = 7 * DAY
/** A clock that jumped is believed when it has run on for this long. */
const LASTING_MS = 2 * DAY

/** What the database remembers of the clock. */
export interface ClockRecord {
  /** When upkeep last ran. */
  readonly lastAt: number
  /** Since when the clock is in doubt; null: it is believed. */
  readonly doubtedSince: number | null
}

interface ClockReading {
  readonly record: ClockRecord
  /** Whether what is old by this clock may be forgotten. */
  readonly isTrusted: boolean
  /** How far it jumped since the last run, forward or (negative) back; null: it did not. */
  readonly jumpedMs: number | null
}

export function readClock({ lastAt, doubtedSince }: ClockRecord, now: number): ClockReading {
  const gap = now - lastAt
  if (Math.abs(gap) > JUMP_MS) {
    return { record: { lastAt: now, doubtedSince: now }, isTrusted: false, jumpedMs: gap }
  }
  const isTrusted = doubtedSince === null || now - doubtedSince >= LASTING_MS
  return { record: { lastAt: now, doubtedSince: isTrusted ? null : doubtedSince }, isTrusted, jumpedMs: null }
}
