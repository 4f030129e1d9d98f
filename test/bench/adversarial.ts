/**
 * `npm run bench -- --only adversarial`: what an entry costs where all are alike, at a size, twice and four times that. A cost that
 * stays level is linear growth. `--small` takes an eighth; `--json` prints figures only.
 */
import { parseArgs } from 'node:util'
import { ALIKE, workOf } from './alike.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, small: { type: 'boolean' } } })
const SIZES = [1, 2, 4]

const figures: Record<string, Record<string, number>> = {}
for (const { name, size, outlets } of ALIKE) {
  const row: Record<string, number> = {}
  for (const times of SIZES) {
    const { entries, cpuMs, looks } = await workOf(
      outlets(Math.ceil((size * times) / (values.small ? 8 : 1))),
    )
    row[`x${times}_entries`] = entries
    row[`x${times}_ms`] = cpuMs / entries
    row[`x${times}_looks`] = looks / entries
  }
  figures[name] = row
}
process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table())

function table(): string {
  const head = `${''.padEnd(40)} CPU ms an entry (entries looked at for each), at n, 2n, 4n\n`
  const rows = Object.entries(figures).map(([name, row]) => {
    const cells = SIZES.map(
      (times) => `${row[`x${times}_ms`]!.toFixed(2)} (${row[`x${times}_looks`]!.toFixed(0)})`,
    )
    return `${name.padEnd(40)} ${cells.map((cell) => cell.padStart(14)).join('')}\n`
  })
  return head + rows.join('')
}
