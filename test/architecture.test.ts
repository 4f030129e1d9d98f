import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * Who may import whom: for each module (a folder or a file of src/) the modules and packages it may use. Node's own
 * modules are `node`; `type store` allows a type import only.
 */
const MAY_IMPORT: Record<string, string> = {
  'model.ts': 'parsed-feed.ts',
  'parsed-feed.ts': '',
  'matching-model.ts': 'model.ts',
  'contract.ts': 'model.ts matching-model.ts page-contract.ts',
  'page-contract.ts': 'contract.ts model.ts',
  'disposal.ts': '',
  'terminal.ts': '',
  'losses.ts': 'model.ts',
  'version.ts': 'node',
  'packed-feed.ts': 'model.ts node',
  config: 'node node-cron re2js yaml zod',
  fetch: 'model.ts node ipaddr.js tough-cookie',
  parse: 'model.ts node chardet entities htmlparser2 iconv-lite re2js rss-parser',
  fingerprint: 'model.ts matching-model.ts',
  matching: 'contract.ts model.ts matching-model.ts match node',
  match: 'model.ts matching-model.ts fingerprint node',
  upkeep: '',
  subscribe: 'model.ts fetch parse publish feedsmith',
  store: 'contract.ts page-contract.ts matching upkeep model.ts matching-model.ts node better-sqlite3',
  publish: 'model.ts feedsmith',
  push: '',
  poll: 'contract.ts losses.ts model.ts packed-feed.ts fetch parse node p-queue piscina tldts; type pino',
  http: 'contract.ts losses.ts page-contract.ts model.ts publish node fastify @fastify/multipart ipaddr.js prom-client',
  demo: 'node feedsmith iconv-lite',
  'store-worker.ts': 'contract.ts match packed-feed.ts store node',
  'store-thread.ts': 'contract.ts packed-feed.ts piscina; type store-worker.ts',
  'pages-worker.ts': 'contract.ts http match store node',
  'pages-thread.ts': 'contract.ts http pages-worker.ts piscina',
  'actions.ts': 'contract.ts parse subscribe; type fetch http',
  'announcements.ts': 'http push node; type config contract.ts pino',
  'log.ts': 'terminal.ts pino pino-pretty',
  'one-at-a-time.ts': '',
  'health.ts': 'contract.ts; type http',
  'metrics.ts': 'contract.ts one-at-a-time.ts prom-client; type http poll',
  'public-url.ts': 'node; type fastify pino',
  'app.ts':
    'actions.ts announcements.ts config contract.ts disposal.ts fetch health.ts http log.ts match metrics.ts model.ts pages-thread.ts poll store store-thread.ts subscribe version.ts node; type pino',
  'backup-worker.ts': 'store',
  'backups.ts': 'node-cron piscina; type config pino store',
  'daemon.ts':
    'app.ts backups.ts config disposal.ts one-at-a-time.ts poll public-url.ts node-cron; type model.ts pino',
  cli: 'app.ts losses.ts config contract.ts daemon.ts demo fetch match parse publish store subscribe log.ts version.ts model.ts node commander feedsmith',
  'main.ts': 'cli terminal.ts commander',
}
const LONGEST_FILE = 300

interface Import {
  readonly from: string
  readonly module: string
  readonly target: string
  readonly isType: boolean
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ path: name.replaceAll('\\', '/'), text: readFileSync(join('src', name), 'utf8') }))

/** Every import, re-export and import() of a file. */
function importsOf(path: string, text: string): Import[] {
  const found = text.matchAll(
    /(?:^(?:import|export)( type)?\b[^'";]*?\bfrom |^import |\bimport\()'([^'\s]+)'/gm,
  )
  return [...found].map(([, type, specifier = '']) => ({
    from: path,
    module: path.split('/')[0]!,
    target: targetOf(path, specifier),
    isType: type !== undefined,
  }))
}

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('node:')) return 'node'
  if (!specifier.startsWith('.')) return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  return posix.join(posix.dirname(path), specifier).split('/')[0]!
}

function isAllowed({ module, target, isType }: Import): boolean {
  if (target === module) return true
  const [always = '', onlyType = ''] = (MAY_IMPORT[module] ?? '').split(';')
  const words = (list: string) => list.trim().split(/\s+/)
  return words(always).includes(target) || (isType && words(onlyType).slice(1).includes(target))
}

/** Which imports of these files break the table, as `file → target`. */
function breaks(sources: readonly { path: string; text: string }[]): string[] {
  return sources
    .flatMap(({ path, text }) => importsOf(path, text))
    .filter((each) => !isAllowed(each))
    .map(({ from, target }) => `${from} → ${target}`)
}

describe('the modules', () => {
  test('import nothing but what the table allows', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(breaks(files)).toEqual([])
  })

  test('all stand in the table, and the table names no others', () => {
    const modules = new Set(files.map(({ path }) => path.split('/')[0]!))
    expect([...modules].sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })

  test.each([
    ['http/routes.ts', "import { openStore } from '../store/store.ts'", 'http/routes.ts → store'],
    ['http/a/b.ts', "import Database from 'better-sqlite3'", 'http/a/b.ts → better-sqlite3'],
    ['store/open.ts', "export { readFeed } from '../parse/read-feed.ts'", 'store/open.ts → parse'],
    ['fetch/body.ts', "const app = await import('../app.ts')", 'fetch/body.ts → app.ts'],
    ['publish/rss.ts', "import {\n  createReadStream,\n} from 'node:fs'", 'publish/rss.ts → node'],
    [
      'parse/entry.ts',
      "import 'rss-parser/extra'\nimport '@fastify/etag/x'",
      'parse/entry.ts → @fastify/etag',
    ],
    ['demo/desk.ts', "import type { Feed } from '../model.ts'", 'demo/desk.ts → model.ts'],
  ])('are caught when %s breaks the table', (path, text, expected) => {
    expect(breaks([{ path, text }])).toEqual([expected])
  })

  test('may name another’s types where they may not call it', () => {
    expect(breaks([{ path: 'poll/a.ts', text: "import type { Logger } from 'pino'" }])).toEqual([])
  })
})

describe('the files', () => {
  test(`are no longer than ${LONGEST_FILE} lines`, () => {
    const long = files.filter(({ text }) => text.trimEnd().split('\n').length > LONGEST_FILE)
    expect(long.map(({ path }) => path)).toEqual([])
  })

  test('never read the environment, the clock or chance behind the back of their callers', () => {
    const pure = /^(config|fetch|parse|fingerprint|match|matching|store|publish|poll|http|push|demo)\//
    const global = /\bprocess\.env\b|\bMath\.random\(|\bDate\.now\(|\bnew Date\(\)/
    const found = files.filter(({ path, text }) => pure.test(path) && global.test(withoutComments(text)))
    expect(found.map(({ path }) => path)).toEqual([])
  })
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}
