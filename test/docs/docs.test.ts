import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { variableName } from '../../src/config/environment.ts'
import { configKeys, topKeys } from '../../src/config/keys.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { configReference } from './config-reference.ts'

const CONFIG = 'config/wirefold.yaml'
/** Keys whose value has keys of its own. */
const FORMS = new Set(['fetch.interval', 'fetch.proxy', 'feeds.interval'])
const config = readFileSync(CONFIG, 'utf8')
const readme = readFileSync('README.md', 'utf8')
/** What stands between backticks, in a line or in a block. */
const code = [...readme.matchAll(/```[^`]*```|`[^`\n]+`/g)].map(([span]) => span).join('\n')

/** A form of a value (`interval: { min, max }`) is shown where its key is. */
const names = configKeys()
const shownKeys = names.filter(
  ({ name }) => !names.some((other) => FORMS.has(other.name) && name.startsWith(`${other.name}.`)),
)
const keys = [...new Set(shownKeys.flatMap(({ name }) => name.split('.')))]
const signal = new AbortController().signal
const { commands } = createProgram({ env: {}, print: () => {}, complain: () => {}, signal }, () => {})
const flags = new Set(commands.flatMap(({ options }) => options.map((option) => option.long!)))

/** What the config shows of these is an example. */
const EXAMPLES = new Set([...FORMS, 'fetch.headers', 'fetch.ca'])

describe('the README', () => {
  test.each(commands.map((command) => command.name()))('shows the command %s', (name) => {
    expect(code).toMatch(new RegExp(`\\b${name}\\b`))
  })

  test.each([...flags])('shows the flag %s', (flag) => {
    expect(code).toContain(flag)
  })
})

test('CONTRIBUTING says of each package what it is for, and of no other', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const [, list] = readFileSync('CONTRIBUTING.md', 'utf8').split('## Packages')
  const told = [...list!.matchAll(/^- (`.*?`): \w/gm)].flatMap(([, names]) => names!.match(/[^`, ]+/g))
  expect(told.sort()).toEqual([...Object.keys(dependencies), ...Object.keys(devDependencies)].sort())
})

describe('the reference of the config', () => {
  test('is what the schema says (`npm run docs` writes it anew)', () => {
    expect(readFileSync('docs/CONFIG.md', 'utf8')).toBe(configReference())
  })

  test.each(configKeys().map(({ name, description }) => [name, description]))(
    'says what %s is for',
    (_name, description) => {
      expect(description).toMatch(/\w.*\.$/)
    },
  )
})

describe('commands in the text of a document', () => {
  const documents = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
    name.endsWith('.md'),
  )
  const spans = documents.flatMap((name) =>
    [...readFileSync(name, 'utf8').matchAll(/`wirefold ([^`\n]+)`/g)].map(([, line]) => line!),
  )

  test.each(spans)('are ones that there are: wirefold %s', (line) => {
    const [name, ...words] = line.split(' ')
    const command = commands.find((each) => each.name() === name)
    expect(command?.name()).toBe(name)
    const known = command!.options.map(({ long }) => long)
    expect(words.filter((word) => word.startsWith('--') && !known.includes(word))).toEqual([])
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

  const plain = topKeys().filter((key) => shownKeys.includes(key) && !EXAMPLES.has(key.name))
  const scalars = plain.filter(({ kinds }) => !kinds.has('list') || kinds.size > 1).map(({ name }) => name)

  test.each(scalars)('shows %s with its default, where it has one', (key) => {
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
