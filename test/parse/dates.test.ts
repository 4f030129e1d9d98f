import { describe, expect, it } from 'vitest'
import { parseDate } from '../../src/parse/dates.ts'

const iso = (written: string) => {
  const time = parseDate(written)
  return time === null ? null : new Date(time).toISOString().replace('.000Z', 'Z')
}

describe('dates', () => {
  it.each([
    ['Tue, 04 Mar 2025 09:30:00 GMT', '2025-03-04T09:30:00Z'],
    ['Tue, 4 Mar 25 09:30 EST', '2025-03-04T14:30:00Z'],
    ['4 March 1998 09:30:00 +0530', '1998-03-04T04:00:00Z'],
    ['Tuesday, 04-Mar-25 09:30:00 UTC', '2025-03-04T09:30:00Z'],
    ['Tue Mar  4 09:30:00 2025', '2025-03-04T09:30:00Z'],
    ['Tue Mar 4 09:30:00 PST 2025', '2025-03-04T17:30:00Z'],
    ['March 4, 2025 9:30 PM', '2025-03-04T21:30:00Z'],
    ['Tue, 04 Mar 2025 09:30:00 GMT+02:00', '2025-03-04T07:30:00Z'],
    ['Tue, 04 Mar 2025', '2025-03-04T00:00:00Z'],
    ['Tue, 04 Mar 2025 09:30:00 XYZ', '2025-03-04T09:30:00Z'],
    ['2025-03-04T09:30:00Z', '2025-03-04T09:30:00Z'],
    ['2025-03-04T09:30:00.123+01:00', '2025-03-04T08:30:00Z'],
    ['2025-03-04 09:30:00 -0500', '2025-03-04T14:30:00Z'],
    ['2025-03-04T09:30', '2025-03-04T09:30:00Z'],
    ['2025-03-04', '2025-03-04T00:00:00Z'],
    ['20250304', '2025-03-04T00:00:00Z'],
    ['2025-03', '2025-03-01T00:00:00Z'],
    ['2025-03-32T00:00:00Z', '2025-04-01T00:00:00Z'],
  ])('%s is %s', (written, expected) => {
    expect(iso(written)).toBe(expected)
  })

  it.each([
    '',
    ' ',
    'soon',
    '0000-00-00',
    '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '2025-99-99',
    '99',
    'Tue, 99 Mar 2025',
    '4 Foo 2025',
  ])('"%s" is no date', (written) => {
    expect(iso(written)).toBeNull()
  })
})
