import { beforeAll, describe, expect, it } from 'vitest'
import { createDaemon } from './daemon.ts'
import { type MonthReport, simulateMonth } from './month.ts'

describe('eight days of forty feeds, with restarts, an outage and a clock set back', () => {
  let report: MonthReport
  beforeAll(async () => {
    report = await simulateMonth({ feeds: 40, days: 8 }, createDaemon)
  })

  it('send no validator that is made up or stale, and leave none out', () => {
    const { good, outOfSequence, madeUp, forgotten } = report.score
    expect({ outOfSequence, madeUp, forgotten }).toEqual({ outOfSequence: 0, madeUp: 0, forgotten: 0 })
    expect(good).toBeGreaterThan(500)
  })

  it('ask nothing before it is due', () => {
    expect(report.score.tooEarly).toBe(0)
  })

  it('obey each 429 and 503 to the second', () => {
    expect(report.score.throttleBroken).toBe(0)
  })

  it('come in no burst after a start, and never twice at once to a host', () => {
    expect(report.score.mostPerMinute).toBeLessThanOrEqual(report.perMinuteAllowed)
    expect(report.score.overlaps).toBe(0)
  })

  it('carry no cookie, no referer and no query, under one name', () => {
    const { cookies, referers, queries, agents } = report.score
    expect([cookies, referers, queries, [...agents]]).toEqual([
      0,
      0,
      0,
      ['Wirefold/1.2.3 (+https://owner.example/about)'],
    ])
  })

  it('follow what moved for good', () => {
    expect(report.moved).toBeGreaterThan(0)
  })
})
