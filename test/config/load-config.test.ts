import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { variableName } from '../../src/config/environment.ts'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { scalarKeys } from '../support/config-keys.ts'

let dir: string
let file: string

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'wirefold-config-'))
  file = join(dir, 'wirefold.yaml')
})

afterAll(() => rmSync(dir, { recursive: true }))

function load(yaml: string, env: NodeJS.ProcessEnv = {}) {
  writeFileSync(file, yaml)
  return loadConfig(file, env)
}

/** What is said of a config that cannot be used, a line per fault, without the folder it lies in. */
function faults(yaml: string, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    load(yaml, env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message.replaceAll(`${dir}/`, '').split('\n')
  }
  throw new Error('the config was taken')
}

describe('a config file', () => {
  test('needs nothing in it', () => {
    const config = load('')
    expect(config.poll).toEqual({
      schedule: '* * * * *',
      concurrency: 32,
      minInterval: 900_000,
      maxInterval: 86_400_000,
    })
    expect(config.fetch).toEqual({
      timeout: 30_000,
      maxBytes: 10_000_000,
      allowPrivateAddresses: false,
      contact: null,
    })
    expect(config).toMatchObject({
      retention: 365 * 86_400_000,
      feeds: [],
      agencies: { add: [], only: null },
    })
  })

  test('may have sections whose keys are all commented out', () => {
    expect(load('server:\n  # port: 1\nfeeds:\n')).toEqual(load(''))
  })

  test('takes agencies by name, with aliases, or as the only ones', () => {
    const named = { name: 'Fable Line', aliases: [], hosts: [] }
    expect(load('agencies: [Fable Line]').agencies).toEqual({ add: [named], only: null })
    expect(load('agencies:\n  only: [Fable Line]').agencies).toEqual({ add: [], only: [named] })
    const full = { name: 'Fable Line', aliases: ['FL'], hosts: ['fable.example'] }
    expect(load(`agencies:\n  - ${JSON.stringify(full)}`).agencies).toEqual({ add: [full], only: null })
  })

  test.each([
    ['false', false],
    ['true', 1],
    ['2', 2],
    ['[127.0.0.1, 10.0.0.0/8]', ['127.0.0.1', '10.0.0.0/8']],
  ])('trusts proxies by number or address: %s', (written, trusted) => {
    expect(load(`server: { trustProxy: ${written} }`).server.trustProxy).toEqual(trusted)
  })

  test('may be as patient with a document as ten minutes', () => {
    expect(load('fetch: { timeout: 10m }').fetch.timeout).toBe(600_000)
  })

  test('keeps entries forever when it says so', () => {
    expect(load('retention: forever').retention).toBeNull()
  })
})

describe('a fault in the config', () => {
  test.each([
    ['an unknown section', 'log: info\npools:\n  size: 3\n', 'wirefold.yaml:2: pools: unknown key'],
    ['an unknown key', 'server:\n  host: ::1\n  prot: 80\n', 'wirefold.yaml:3: server.prot: unknown key'],
    [
      'an unknown key of a feed',
      'feeds:\n  - url: https://a.example/\n    uotlet: A\n',
      'wirefold.yaml:3: feeds.0.uotlet: unknown key',
    ],
    [
      'an unknown key of an agency',
      'agencies:\n  - name: A\n    alias: B\n',
      'wirefold.yaml:3: agencies.0.alias: unknown key',
    ],
    [
      'a word for a number',
      'server:\n  port: http\n',
      'wirefold.yaml:2: server.port: Invalid input: expected number, received string',
    ],
    [
      'a port that cannot be',
      'server: { port: 70000 }\n',
      'wirefold.yaml:1: server.port: Too big: expected number to be <=65535',
    ],
    [
      'a value for a section',
      'server: 8080\n',
      'wirefold.yaml:1: server: Invalid input: expected object, received number',
    ],
    [
      'a duration without a unit',
      'poll:\n  minInterval: 15\n',
      'wirefold.yaml:2: poll.minInterval: expected a duration such as 30s, 15m, 24h or 14d',
    ],
    [
      'a duration in words',
      'fetch:\n  timeout: half an hour\n',
      'wirefold.yaml:2: fetch.timeout: expected a duration such as 30s, 15m, 24h or 14d',
    ],
    ['a timeout in days', 'fetch:\n  timeout: 30d\n', 'wirefold.yaml:2: fetch.timeout: expected at most 10m'],
    [
      'a duration of nothing',
      'stories:\n  window: 0d\n',
      'wirefold.yaml:2: stories.window: expected a duration such as 30s, 15m, 24h or 14d',
    ],
    [
      'a size of no known unit',
      'fetch:\n  maxBytes: 10 megs\n',
      'wirefold.yaml:2: fetch.maxBytes: expected a size such as 500kB or 10MB',
    ],
    [
      'a schedule that is none',
      'poll:\n  schedule: hourly\n',
      'wirefold.yaml:2: poll.schedule: expected a cron expression such as "* * * * *"',
    ],
    [
      'limits the wrong way round',
      'log: info\npoll:\n  minInterval: 2h\n  maxInterval: 1h\n',
      'wirefold.yaml:2: poll: minInterval must not be longer than maxInterval',
    ],
    [
      'a retention that is neither',
      'retention: 12 months\n',
      'wirefold.yaml:1: retention: expected a duration such as 365d, or forever',
    ],
    [
      'a short token',
      'server:\n  token: abc\n',
      'wirefold.yaml:2: server.token: expected at least 16 characters',
    ],
    [
      'a proxy by name',
      'server:\n  trustProxy: [localhost]\n',
      'wirefold.yaml:2: server.trustProxy.0: expected an address or a range such as 10.0.0.0/8',
    ],
    [
      'a host name with a port',
      'server:\n  hosts: ["wire.example:8080"]\n',
      'wirefold.yaml:2: server.hosts.0: expected a host name such as wire.example.org, without scheme and port',
    ],
    [
      'a hub that would be told to everyone with its password',
      'server:\n  hubs: ["https://ann:s3cret@hub.example/"]\n',
      'wirefold.yaml:2: server.hubs.0: expected an http:// or https:// address without user and password: everyone is told it',
    ],
    [
      'a public address that no path can be added to',
      'server:\n  publicUrl: https://wire.example/?a=b\n',
      'wirefold.yaml:2: server.publicUrl: expected an http:// or https:// address without user, password, query or fragment',
    ],
    [
      'a feed without an address',
      'feeds:\n  - outlet: A\n',
      'wirefold.yaml:2: feeds.0.url: expected an http:// or https:// address',
    ],
    [
      'a feed that is no web address',
      'feeds:\n  - url: ftp://a.example/\n',
      'wirefold.yaml:2: feeds.0.url: expected an http:// or https:// address',
    ],
    [
      'a group no address can hold',
      'feeds:\n  - url: https://a.example/\n    groups: [a/b]\n',
      'wirefold.yaml:3: feeds.0.groups.0: expected letters, digits, dots, hyphens and underscores',
    ],
    [
      'an agency that is a number',
      'agencies:\n  - Fable Line\n  - 3\n',
      'wirefold.yaml:3: agencies.1: expected a name, or name, aliases and hosts',
    ],
    [
      'a key that stands twice',
      'log: info\nretention: 3d\nlog: warn\n',
      'wirefold.yaml:3: Map keys must be unique',
    ],
    [
      'text that is no YAML',
      'server:\n  port: [1\nlog: info\n',
      'wirefold.yaml:3: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'an alias of nothing',
      'log: *level\n',
      'wirefold.yaml: Unresolved alias (the anchor must be set before the alias): level',
    ],
    ['a file that is a list', '- a\n', 'wirefold.yaml:1: Invalid input: expected object, received array'],
  ])('is told in one line with file, line and key: %s', (_what, yaml, message) => {
    expect(faults(yaml)).toEqual([message])
  })

  test('does not hide another: all are told at once', () => {
    expect(faults('server:\n  port: x\nlogs: info\n')).toHaveLength(2)
  })

  test('is told of a file that is missing or cannot be read', () => {
    expect(() => loadConfig(join(dir, 'none.yaml'), {})).toThrow(/none\.yaml: there is no such file/)
    expect(() => loadConfig(dir, {})).toThrow(ConfigError)
  })
})

describe('the environment', () => {
  /** Every key of the schema that holds one value, with a valid value that is not its default. */
  const samples: Record<string, [text: string, value: unknown]> = {
    database: ['other.db', 'other.db'],
    keyFile: ['/etc/key', '/etc/key'],
    'server.host': ['0.0.0.0', '0.0.0.0'],
    'server.port': ['1234', 1234],
    'server.publicUrl': ['https://wire.example', 'https://wire.example'],
    'server.title': ['12', '12'],
    'server.titles': ['verbatim', 'verbatim'],
    'server.token': ['a long enough secret', 'a long enough secret'],
    'server.trustProxy': ['10.0.0.1, fd00::/8', ['10.0.0.1', 'fd00::/8']],
    'server.rateLimit': ['30', 30],
    'poll.schedule': ['*/5 * * * *', '*/5 * * * *'],
    'poll.concurrency': ['3', 3],
    'poll.minInterval': ['1m', 60_000],
    'poll.maxInterval': ['2d', 172_800_000],
    'fetch.timeout': ['5s', 5000],
    'fetch.maxBytes': ['1MB', 1_000_000],
    'fetch.allowPrivateAddresses': ['true', true],
    'fetch.contact': ['me@wire.example', 'me@wire.example'],
    'stories.window': ['3d', 259_200_000],
    retention: ['forever', null],
    'backup.folder': ['/backups', '/backups'],
    'backup.at': ['0 4 * * *', '0 4 * * *'],
    'backup.keep': ['30', 30],
    log: ['warn', 'warn'],
  }

  test('has a variable for every key that holds one value', () => {
    expect(Object.keys(samples).sort()).toEqual(scalarKeys().sort())
  })

  test.each(Object.entries(samples))('sets %s, over what the file says', (key, [text, value]) => {
    const [first, second] = key.split('.') as [keyof ReturnType<typeof load>, string?]
    const read = (config: ReturnType<typeof load>) =>
      second ? (config[first] as Record<string, unknown>)[second] : config[first]
    expect(read(load(''))).not.toEqual(value)
    expect(read(load('', { [variableName(key)]: text }))).toEqual(value)
  })

  test('wins over the file and leaves its other keys', () => {
    const config = load('server:\n  port: 1\n  title: Mine\n', { WIREFOLD_SERVER_PORT: '2' })
    expect(config.server).toMatchObject({ port: 2, title: 'Mine' })
  })

  test('is named where it is at fault, one line each', () => {
    const env = { WIREFOLD_SERVER_PORT: 'http', WIREFOLD_FETCH_TIMEOUT: 'soon' }
    expect(faults('', env).sort()).toEqual([
      'WIREFOLD_FETCH_TIMEOUT: expected a duration such as 30s, 15m, 24h or 14d',
      'WIREFOLD_SERVER_PORT: Invalid input: expected number, received string',
    ])
  })

  test('does not hide that a section of the file is none', () => {
    expect(faults('server: 1\n', { WIREFOLD_SERVER_PORT: '2' })).toHaveLength(1)
  })

  test('may not hold a WIREFOLD_ variable that means nothing', () => {
    expect(faults('', { WIREFOLD_SERVER_PROT: '2' })).toEqual([
      'unknown environment variable WIREFOLD_SERVER_PROT',
    ])
    expect(load('', { WIREFOLD_CONFIG: 'x', PATH: '/bin' })).toEqual(load(''))
  })

  test('tells of a feed that is listed twice, whatever its credentials', () => {
    const yaml = 'feeds:\n  - url: https://a.test/feed\n  - url: https://me:pw@a.test/feed\n'
    expect(faults(yaml)).toEqual(['wirefold.yaml:3: feeds.1.url: this feed is listed twice'])
    expect(faults('feeds:\n  - url: nope\n')).toHaveLength(1)
  })
})
