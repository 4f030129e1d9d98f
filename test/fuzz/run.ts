/**
 * `npm run fuzz`: mutates the kept samples of each target for some seconds (`--seconds N`, `--target NAME`, `--seed N`).
 * What breaks one is printed, as small as it could be made; add it to the target's corpus when its cause is mended.
 */
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { inputsOf } from './mutate.ts'
import type { Target } from './target.ts'
import { TARGETS } from './targets.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    target: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },
})
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const chosen = TARGETS.filter(({ name }) => values.target === undefined || values.target === name)
const results = []
for (const target of chosen) results.push(await fuzz(target, (Number(values.seconds) * 1000) / chosen.length))
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`)
else process.stdout.write(results.map(told).join(''))
process.exitCode = results.every(({ fault }) => fault === null) ? 0 : 1

interface Result {
  readonly target: string
  readonly runs: number
  readonly seed: number
  readonly fault: string | null
}

async function fuzz(target: Target, milliseconds: number): Promise<Result> {
  const property = fc.asyncProperty(inputsOf(target), async (input) => target.check(input))
  const report = await fc.check(property, {
    seed,
    numRuns: 1_000_000,
    interruptAfterTimeLimit: milliseconds,
    markInterruptAsFailure: false,
  })
  const fault = report.failed
    ? `${String(report.errorInstance)}\n${JSON.stringify(report.counterexample?.[0])}`
    : null
  return { target: target.name, runs: report.numRuns, seed, fault }
}

function told({ target, runs, seed, fault }: Result): string {
  const outcome = fault === null ? 'all held' : `FAILED with --seed ${seed}: ${fault}`
  return `${target.padEnd(8)} ${String(runs).padStart(7)} inputs  ${outcome}\n`
}
