import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createProgram } from '../src/cli/program.ts'
import { variableName } from '../src/config/environment.ts'
import { loadConfig } from '../src/config/load-config.ts'
import { configKeys, scalarKeys } from './support/config-keys.ts'

const CONFIG = 'config/wirefold.yaml'
const config = readFileSync(CONFIG, 'utf8')
const readme = readFileSync('README.md', 'utf8')
/** What stands between backticks, in a line or in a block. */
const code = [...readme.matchAll(/```[^`]*```|`[^`\n]+`/g)].map(([span]) => span).join('\n')

const keys = [...new Set([...configKeys()].flatMap((key) => key.split('.')))]
const signal = new AbortController().signal
const { commands } = createProgram({ env: {}, print: () => {}, signal }, () => {})
const flags = new Set(commands.flatMap(({ options }) => options.map((option) => option.long!)))

describe('the README', () => {
  test.each(commands.map((command) => command.name()))('shows the command %s', (name) => {
    expect(code).toMatch(new RegExp(`\\b${name}\\b`))
  })

  test.each([...flags])('shows the flag %s', (flag) => {
    expect(code).toContain(flag)
  })

  test.each(keys)('shows the config key %s', (key) => {
    expect(code).toMatch(new RegExp(`\\b${key}\\b`))
  })
})

describe('the default config', () => {
  test('is one that the program takes, with the one feed that needs nobody’s leave', () => {
    expect(loadConfig(CONFIG, {}).feeds.map((feed) => feed.url)).toEqual(['https://themedialine.org/feed/'])
  })

  test('changes no default', () => {
    expect({ ...loadConfig(CONFIG, {}), feeds: [] }).toEqual({ ...defaults(), feeds: [] })
  })

  test.each(keys)('shows the key %s', (key) => {
    expect(config).toMatch(new RegExp(`^[ #-]*\\b${key}\\b`, 'm'))
  })

  test.each(scalarKeys())('shows %s with its default, where it has one', (key) => {
    const shown = new RegExp(`^ *# ${key.split('.').at(-1)}: (.+)$`, 'm').exec(config)?.[1]
    const env = { [variableName(key)]: shown?.replaceAll('"', '') }
    const [first, second] = key.split('.') as [string, string?]
    const read = (from: unknown) => {
      const value = (from as Record<string, unknown>)[first]
      return second ? (value as Record<string, unknown>)[second] : value
    }
    const value = read(defaults())
    if (value === null) expect(read(loadConfig(CONFIG, env))).not.toBeNull()
    else expect(read(loadConfig(CONFIG, env))).toEqual(value)
  })
})

function defaults() {
  return loadConfig('/dev/null', {})
}
