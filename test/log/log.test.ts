import { pino } from 'pino'
import { expect, test } from 'vitest'
import { logOptions } from '../../src/log/log.ts'

test('the log writes levels as words, times as ISO 8601, and no secret however deep it lies', () => {
  const lines: string[] = []
  const log = pino(logOptions('info'), { write: (line: string) => void lines.push(line) })
  log.warn(
    { credentials: 'ann:s3cret', feed: { credentials: 'ann:s3cret', url: 'https://one.example/' } },
    'polled',
  )
  log.info(
    { err: { request: { authorization: 'Bearer s3cret' } }, headers: { 'set-cookie': 's3cret' } },
    'odd',
  )
  log.debug('not at this level')
  const [first, second] = lines.map((line) => JSON.parse(line))
  expect(first).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    credentials: '[secret]',
    feed: { credentials: '[secret]', url: 'https://one.example/' },
    msg: 'polled',
  })
  expect(second).toMatchObject({ level: 'info', msg: 'odd' })
  expect(lines.join('')).not.toContain('s3cret')
  expect(lines).toHaveLength(2)
})
