import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { variableName } from '../../src/config/environment.ts'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { scalarKeys } from '../support/config-keys.ts'

const AUTHORITY = 'test/fixtures/tls/self-signed.pem'

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
      userAgent: null,
      headers: {},
      interval: null,
      proxy: null,
      ca: null,
      cookies: 'none',
      refetch: 'never',
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

  test('allows no larger feed than can be read, whatever it says', () => {
    expect(load('fetch: { maxBytes: 64MB }').fetch.maxBytes).toBe(20 * 2 ** 20)
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

  test('may name an address as readers and browsers did', () => {
    const urls = ['feed://a.test/x', 'feed:https://b.test/x', 'itpc://c.test/x'].map((url) => ({ url }))
    const read = load(`feeds: ${JSON.stringify(urls)}`).feeds.map(({ url }) => url)
    expect(read).toEqual(['http://a.test/x', 'https://b.test/x', 'http://c.test/x'])
  })

  test('may say of one feed how it is asked', () => {
    const [feed] = load(`feeds:
  - url: https://a.test/
    userAgent: Desk/1
    headers: { Authorization: Bearer abc }
    interval: { min: 10m, max: 6h }
    proxy: none
    ca: ${AUTHORITY}
    cookies: chain
    refetch: daily
    private: true
`).feeds
    expect(feed).toMatchObject({
      userAgent: 'Desk/1',
      headers: { Authorization: 'Bearer abc' },
      interval: { min: 600_000, max: 21_600_000 },
      proxy: { http: null, https: null },
      ca: expect.stringContaining('BEGIN CERTIFICATE'),
      cookies: 'chain',
      refetch: 'daily',
      private: true,
    })
  })

  test('may leave a secret to a file or to the environment', () => {
    const file = join(dir, 'secret')
    writeFileSync(file, 'https://a.test/?token=abc\n')
    const yaml = `feeds: [{ url: { file: ${file} }, headers: { Authorization: { env: DESK } } }]`
    expect(load(yaml, { DESK: 'Bearer abc' }).feeds[0]).toMatchObject({
      url: 'https://a.test/?token=abc',
      headers: { Authorization: 'Bearer abc' },
    })
    expect(faults(yaml)).toEqual([
      'wirefold.yaml:1: feeds number 1, headers.Authorization: the environment variable DESK is not set',
    ])
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
    [
      'an unknown section',
      'log: info\npools:\n  size: 3\n',
      'wirefold.yaml:2: pools: unknown key; did you mean poll?',
    ],
    [
      'an unknown key',
      'server:\n  host: ::1\n  prot: 80\n',
      'wirefold.yaml:3: server.prot: unknown key; did you mean port?',
    ],
    [
      'an unknown key of a feed',
      'feeds:\n  - url: https://a.example/\n    uotlet: A\n',
      'wirefold.yaml:3: feeds number 1, uotlet: unknown key; did you mean outlet?',
    ],
    [
      'an unknown key of an agency',
      'agencies:\n  - name: A\n    alias: B\n',
      'wirefold.yaml:3: agencies number 1, alias: unknown key; did you mean aliases?',
    ],
    [
      'a word for a number',
      'server:\n  port: http\n',
      'wirefold.yaml:2: server.port: expected a number, found text',
    ],
    [
      'a port that cannot be',
      'server: { port: 70000 }\n',
      'wirefold.yaml:1: server.port: expected at most 65535',
    ],
    [
      'a value for a section',
      'server: 8080\n',
      'wirefold.yaml:1: server: expected keys and values, such as "key: value", found 8080',
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
      'wirefold.yaml:2: server.trustProxy number 1: expected an address or a range such as 10.0.0.0/8',
    ],
    [
      'a host name with a port',
      'server:\n  hosts: ["wire.example:8080"]\n',
      'wirefold.yaml:2: server.hosts number 1: expected a host name such as wire.example.org, without scheme and port',
    ],
    [
      'a hub that would be told to everyone with its password',
      'server:\n  hubs: ["https://ann:s3cret@hub.example/"]\n',
      'wirefold.yaml:2: server.hubs number 1: expected an http:// or https:// address without user and password: everyone is told it',
    ],
    [
      'a public address that no path can be added to',
      'server:\n  publicUrl: https://wire.example/?a=b\n',
      'wirefold.yaml:2: server.publicUrl: expected an http:// or https:// address without user, password, query or fragment',
    ],
    [
      'feeds that are no list',
      'feeds: https://a.example/\n',
      'wirefold.yaml:1: feeds: expected a list of "- url: https://…"',
    ],
    [
      'a feed by its bare address',
      'feeds:\n  - https://a.example/\n',
      'wirefold.yaml:2: feeds number 1: expected "url: https://…"',
    ],
    [
      'a database of an engine that is not known',
      'database: mysql://wire@localhost/wire\n',
      'wirefold.yaml:1: database: expected a file, or a PostgreSQL database: postgres://user@host/name',
    ],
    [
      'a key of another section',
      'trustProxy: 1\n',
      'wirefold.yaml:1: trustProxy: unknown key; did you mean server.trustProxy?',
    ],
    [
      'a word that is none of those',
      'log: loud\n',
      'wirefold.yaml:1: log: expected debug or info or warn or error or silent, found text',
    ],
    [
      'a yes',
      'fetch: { allowPrivateAddresses: yes }\n',
      'wirefold.yaml:1: fetch.allowPrivateAddresses: expected true or false, found text',
    ],
    [
      'a header of two lines',
      'fetch:\n  headers: { X-A: "a\\r\\nX-B: b" }\n',
      'wirefold.yaml:2: fetch.headers.X-A: expected a value of one line',
    ],
    [
      'a header that is ours',
      'fetch: { headers: { Host: a.test } }\n',
      'wirefold.yaml:1: fetch.headers.Host: this header cannot be set: it is set by Wirefold itself',
    ],
    [
      'a proxy of another kind',
      'fetch: { proxy: "socks5://p.test" }\n',
      'wirefold.yaml:1: fetch.proxy: expected the address of an HTTP proxy such as http://proxy.example:3128, or none',
    ],
    [
      'an authority without a file',
      'fetch: { ca: none.pem }\n',
      'wirefold.yaml:1: fetch.ca: expected a file of certificates (PEM): there is no such file',
    ],
    [
      'bounds the wrong way round',
      'fetch: { interval: { min: 2h, max: 1h } }\n',
      'wirefold.yaml:1: fetch.interval: min must not be longer than max',
    ],
    [
      'a feed without an address',
      'feeds:\n  - outlet: A\n',
      'wirefold.yaml:2: feeds number 1, url: expected an http:// or https:// address',
    ],
    [
      'a feed that is no web address',
      'feeds:\n  - url: ftp://a.example/\n',
      'wirefold.yaml:2: feeds number 1, url: expected an http:// or https:// address',
    ],
    [
      'a group no address can hold',
      'feeds:\n  - url: https://a.example/\n    groups: [a/b]\n',
      'wirefold.yaml:3: feeds number 1, groups number 1: expected letters, digits, dots, hyphens and underscores',
    ],
    [
      'an agency that is a number',
      'agencies:\n  - Fable Line\n  - 3\n',
      'wirefold.yaml:3: agencies number 2: expected a name, or name, aliases and hosts',
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
    [
      'an alias inside of what it names',
      'log: info\nserver: &all\n  title:\n    - *all\n',
      'wirefold.yaml:4: *all stands inside of what it names: write out what is meant',
    ],
    [
      'a file that is a list',
      '- a\n',
      'wirefold.yaml:1: expected keys and values, such as "key: value", found a list',
    ],
  ])('is told in one line with file, line and key: %s', (_what, yaml, message) => {
    expect(faults(yaml)).toEqual([message])
  })

  test('does not hide another: all are told at once', () => {
    expect(faults('server:\n  port: x\nlogs: info\n')).toHaveLength(2)
  })

  test('is told of a file that is missing or cannot be read', () => {
    expect(() => loadConfig(join(dir, 'none.yaml'), {})).toThrow(/none\.yaml: there is no such file/)
    expect(() => loadConfig(dir, {})).toThrow(ConfigError)
    expect(() => loadConfig(dir, {})).toThrow(/: it is a folder \(name another/)
  })
})

describe('the environment', () => {
  /** Every key of the schema that holds one value, with a valid value that is not its default. */
  const samples: Record<string, [text: string, value: unknown]> = {
    database: ['other.db', 'other.db'],
    databasePassword: ['hunter2', 'hunter2'],
    keyFile: ['/etc/key', '/etc/key'],
    'server.host': ['0.0.0.0', '0.0.0.0'],
    'server.port': ['1234', 1234],
    'server.publicUrl': ['https://wire.example', 'https://wire.example'],
    'server.title': ['12', '12'],
    'server.titles': ['verbatim', 'verbatim'],
    'server.excerpt': ['true', true],
    'server.timeZone': ['Europe/Berlin', 'Europe/Berlin'],
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
    'fetch.userAgent': ['Reader/1', 'Reader/1'],
    'fetch.headers': ['X-Desk: news: foreign', { 'X-Desk': 'news: foreign' }],
    'fetch.interval': ['30m', { min: 1_800_000, max: 1_800_000 }],
    'fetch.interval.min': ['10m', 600_000],
    'fetch.interval.max': ['6h', 21_600_000],
    'fetch.proxy': [
      'http://p.test:3128',
      { http: 'http://p.test:3128', https: 'http://p.test:3128', except: [] },
    ],
    'fetch.proxy.http': ['http://p.test:3128', 'http://p.test:3128'],
    'fetch.proxy.https': ['http://p.test:3128', 'http://p.test:3128'],
    'fetch.proxy.except': ['a.test, 10.0.0.0/8', ['a.test', '10.0.0.0/8']],
    'fetch.ca': [AUTHORITY, readFileSync(AUTHORITY, 'utf8')],
    'fetch.cookies': ['chain', 'chain'],
    'fetch.refetch': ['daily', 'daily'],
    'server.hosts': ['Wire.test', ['wire.test']],
    'server.hubs': ['https://hub.test/,https://b.test/', ['https://hub.test/', 'https://b.test/']],
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
    const read = (config: unknown) =>
      key.split('.').reduce((at, name) => (at as Record<string, unknown> | null)?.[name], config)
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
      'WIREFOLD_SERVER_PORT: expected a number, found text',
    ])
  })

  test('does not hide that a section of the file is none', () => {
    expect(faults('server: 1\n', { WIREFOLD_SERVER_PORT: '2' })).toHaveLength(1)
  })

  test('is told of a variable that is one by a slip', () => {
    expect(faults('', { WIREFOLD_SERVER_PROT: '2' })).toEqual([
      'unknown environment variable WIREFOLD_SERVER_PROT; did you mean WIREFOLD_SERVER_PORT?',
    ])
    expect(load('', { WIREFOLD_CONFIG: 'x', PATH: '/bin' })).toEqual(load(''))
  })

  test.each([
    ['WIREFOLD_PORT', 'tcp://10.3.0.7:80'],
    ['WIREFOLD_SERVER_PORT', 'tcp://10.3.0.7:80'],
    ['WIREFOLD_SERVICE_HOST', '10.3.0.7'],
    ['WIREFOLD_SERVER_SERVICE_PORT_HTTP', '80'],
    ['WIREFOLD_PORT_80_TCP_ADDR', '10.3.0.7'],
    ['WIREFOLD_IMAGE', 'wirefold:1'],
  ])('may hold what an orchestrator puts there, which is ignored and told: %s', (variable, value) => {
    const { warnings, ...config } = load('server: { port: 81 }', { [variable]: value })
    expect(config.server.port).toBe(81)
    expect(warnings).toEqual([
      `the environment variable ${variable} means nothing to Wirefold and is ignored`,
    ])
  })

  test('names the feeds as a list of addresses, and then needs no file', () => {
    const env = { WIREFOLD_FEEDS: 'https://a.test/?ids=1,2\nfeed://b.test/x,https://c.test/' }
    const urls = ['https://a.test/?ids=1,2', 'http://b.test/x', 'https://c.test/']
    expect(loadConfig(join(dir, 'none.yaml'), env).feeds.map(({ url }) => url)).toEqual(urls)
    expect(load('feeds: [{ url: https://d.test/ }]', env).feeds).toHaveLength(3)
    expect(faults('', { WIREFOLD_FEEDS: 'https://a.test/ ftp://b.test/' })).toEqual([
      'WIREFOLD_FEEDS: expected an http:// or https:// address',
    ])
  })

  test('may name a file that holds the value', () => {
    const secret = join(dir, 'token')
    writeFileSync(secret, 'a very long secret\n')
    expect(load('', { WIREFOLD_SERVER_TOKEN_FILE: secret }).server.token).toBe('a very long secret')
    expect(faults('', { WIREFOLD_SERVER_TOKEN_FILE: join(dir, 'no') })).toEqual([
      `WIREFOLD_SERVER_TOKEN_FILE: the file no cannot be read`,
    ])
  })

  test('may hold defaults, as an image does, that give way to the file and to the other variables', () => {
    const image = { WIREFOLD_DEFAULT_SERVER_PORT: '8080', WIREFOLD_DEFAULT_DATABASE: '/data/wirefold.db' }
    expect(load('', image)).toMatchObject({ database: '/data/wirefold.db', server: { port: 8080 } })
    expect(load('server: { port: 9 }', image).server.port).toBe(9)
    expect(load('server: { port: 9 }', { ...image, WIREFOLD_SERVER_PORT: '10' }).server.port).toBe(10)
  })

  test('names proxies as other programs know them, under what the file says', () => {
    const env = { HTTP_PROXY: 'http://up.test:1', http_proxy: 'low.test:2', NO_PROXY: 'a.test, .b.test' }
    const { proxy } = load('', env).fetch
    expect(proxy).toEqual({ http: 'http://low.test:2', https: null, except: ['a.test', '.b.test'] })
    expect(load('fetch: { proxy: none }', env).fetch.proxy).toMatchObject({ http: null, https: null })
    expect(load('', { NO_PROXY: 'a.test' }).fetch.proxy).toBeNull()
  })

  test('tells of a feed that is listed twice, whatever its credentials', () => {
    const yaml = 'feeds:\n  - url: https://a.test/feed\n  - url: https://me:pw@a.test/feed\n'
    expect(faults(yaml)).toEqual(['wirefold.yaml:3: feeds number 2, url: this feed is listed twice'])
    expect(faults('feeds:\n  - url: nope\n')).toHaveLength(1)
  })
})
