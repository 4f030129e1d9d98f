/** docs/SCALING.md tells what `npm run bench:scaling` reckons. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Column = Readonly<Record<string, number>>

const columns = JSON.parse(
  execFileSync(process.execPath, ['--import', 'tsx', 'test/bench/scaling.ts', '--json'], {
    encoding: 'utf8',
  }),
) as Column[]
const document = readFileSync('docs/SCALING.md', 'utf8')

const whole = (value: number) => Math.round(value).toLocaleString('en')

it.each<[row: string, told: (column: Column) => string]>([
  ['feeds', (column) => whole(column.feeds!)],
  ['requests a second', (column) => whole(column['requests a second']!)],
  ['new entries a day', (column) => whole(column['new entries a day']!)],
  [
    'decider busy at the peak',
    (column) => `${whole(column['decider busy at the peak (1: the limit)']! * 100)} %`,
  ],
  [
    'GB of entries and fingerprints',
    (column) => whole(column['GB of entries']! + column['GB of fingerprints']!),
  ],
  ['of these, indexes', (column) => whole(column['GB of all this that are indexes']!)],
  [
    'GB of indexes that are best in memory',
    (column) => whole(column['GB of indexes that are best in memory']!),
  ],
  ['GB of write-ahead log a day', (column) => whole(column['GB of write-ahead log a day']!)],
])('the row of %s', (row, told) => {
  expect(document).toContain(`| ${row} | ${columns.map(told).join(' | ')} |`)
})
