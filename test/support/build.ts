/** Builds the program where its sources are newer: threads and processes that tests start run what was built. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const BUILT = 'dist/main.js'

export default function setup(): void {
  if (!isBuilt()) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
}

function isBuilt(): boolean {
  if (!existsSync(BUILT)) return false
  const at = statSync(BUILT).mtimeMs
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((name) => join('src', name))
  return ['tsconfig.json', 'build.mjs', 'package-lock.json', ...sources].every(
    (name) => statSync(name).mtimeMs <= at,
  )
}
