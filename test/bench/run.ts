/**
 * `npm run bench`: every measurement of this folder that is about speed and size, each in a process of its own, as one table.
 * Loopback only. `--json` prints figures only; `--small` takes a minute or two; `--only NAME` runs one part; `--svg FILE`
 * draws the year.
 */
import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { delimiter, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    small: { type: 'boolean' },
    only: { type: 'string' },
    svg: { type: 'string' },
  },
})

interface Part {
  readonly name: string
  readonly full: readonly string[]
  readonly small: readonly string[]
  /** Programs that it needs. */
  readonly needs?: readonly string[]
}

const PARTS: readonly Part[] = [
  { name: 'poll', full: ['200'], small: ['10'] },
  { name: 'match', full: ['1000000'], small: ['10000'] },
  { name: 'adversarial', full: [], small: ['--small'] },
  { name: 'load', full: [], small: ['--small'] },
  { name: 'size', full: [], small: ['200'] },
  { name: 'serve', full: [], small: ['--seconds', '1', '--rounds', '1'], needs: ['nginx', 'wrk'] },
  { name: 'large', full: ['1000000'], small: ['2000'] },
  { name: 'workers', full: [], small: ['--small'] },
  { name: 'year', full: values.svg ? ['--svg', values.svg] : [], small: ['--small'] },
]

const run = promisify(execFile)
const known = PARTS.map(({ name }) => name)
if (values.only && !known.includes(values.only)) {
  process.stderr.write(`there is no ${values.only}; there are ${known.join(', ')}\n`)
  process.exit(2)
}
const wanted = PARTS.filter(({ name }) => values.only === undefined || values.only === name)
const results: Record<string, unknown> = { machine: machine() }
for (const part of wanted) results[part.name] = await measure(part)
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`)

async function measure({ name, full, small, needs = [] }: Part): Promise<unknown> {
  const missing = needs.filter((program) => !isThere(program))
  if (missing.length > 0) return tell(name, `left out: ${missing.join(' and ')} not found\n`, null)
  const script = join(import.meta.dirname, `${name}.ts`)
  const args = ['--import', 'tsx', script, ...(values.small ? small : full)]
  const { stdout } = await run(process.execPath, values.json ? [...args, '--json'] : args, {
    maxBuffer: 2 ** 24,
  })
  return tell(name, stdout, values.json ? JSON.parse(stdout) : null)
}

function tell(name: string, text: string, figures: unknown): unknown {
  if (!values.json) process.stdout.write(`\n== ${name}\n${text}`)
  return figures
}

function machine() {
  const [cpu] = cpus()
  return {
    cpu: cpu?.model,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
  }
}

function isThere(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
