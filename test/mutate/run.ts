/**
 * `npm run mutate` changes conditions, bounds and coefficients at random, one at a time, and runs the tests that should
 * fail for it (`--count N`, `--seed N`, `--room NAME`). It works on a copy of what is committed. Whatever survives wants a
 * test, unless the program does the same with it.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { seeded } from '../support/random.ts'
import { applied, type Mutation, mutationsOf } from './mutations.ts'
import { ROOMS, type Room } from './rooms.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    room: { type: 'string' },
  },
})
const SHARES = 20
const copy = copyOfCommitted()
const random = seeded(Number(values.seed))
let survivors = 0
try {
  for (const room of ROOMS.filter(({ name }) => values.room === undefined || values.room === name)) {
    const times = values.room
      ? Number(values.count)
      : Math.round((room.share * Number(values.count)) / SHARES)
    for (let n = 0; n < times; n++) mutateOnce(room)
  }
} finally {
  execFileSync('git', ['worktree', 'remove', '--force', copy])
}
process.exitCode = survivors > 0 ? 1 : 0

/** A worktree of its own, with the packages of this one. */
function copyOfCommitted(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-mutate-'))
  rmSync(folder, { recursive: true })
  execFileSync('git', ['worktree', 'add', '--quiet', '--detach', folder, 'HEAD'])
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  return folder
}

function mutateOnce(room: Room): void {
  const { path, source, mutation } = choose(room)
  const file = join(copy, path)
  writeFileSync(file, applied(source, mutation))
  const killer = room.tests.find((tests) => fails(tests))
  writeFileSync(file, source)
  if (killer === undefined) survivors += 1
  const line = source.slice(0, mutation.at).split('\n').length
  const before = source.split('\n')[line - 1]!.trim()
  const told = killer ? `killed by ${killer[0]} …` : 'SURVIVED'
  process.stdout.write(
    `${told}\n  ${path}:${line}  ${mutation.from.trim()} → ${mutation.to.trim()}\n  ${before}\n`,
  )
}

function choose(room: Room): { path: string; source: string; mutation: Mutation } {
  const all = room.sources.flatMap(filesIn).flatMap((path) => {
    const source = readFileSync(join(copy, path), 'utf8')
    return mutationsOf(source).map((mutation) => ({ path, source, mutation }))
  })
  return all[Math.floor(random() * all.length)]!
}

function filesIn(path: string): string[] {
  if (statSync(join(copy, path)).isFile()) return [path]
  return readdirSync(join(copy, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(path, name))
}

function fails(tests: readonly string[]): boolean {
  return spawnSync('npx', ['vitest', 'run', '--bail', '1', ...tests], { cwd: copy }).status !== 0
}
