import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'

/**
 * Who may import whom: for each module (a folder or a file of src/) the modules and packages it may use. Node's own
 * modules are `node`; `type store` allows a type import only.
 */
const MAY_IMPORT: Record<string, string> = {
  contract: '',
  'root.ts': '',
  'version.ts': 'root.ts node',
  log: 'node pino pino-pretty',
  config: 'contract node node-cron re2js yaml zod',
  fetch: 'contract node ipaddr.js tough-cookie',
  parse: 'contract node chardet entities htmlparser2 iconv-lite re2js rss-parser',
  fingerprint: 'contract',
  matching: 'contract match node',
  match: 'contract fingerprint node',
  upkeep: '',
  subscribe: 'contract fetch parse publish feedsmith',
  store: 'contract matching root.ts upkeep node better-sqlite3 pg tldts',
  publish: 'contract entities feedsmith',
  push: 'contract http node; type config pino',
  poll: 'contract fetch parse node p-queue tldts; type pino threads',
  http: 'contract publish root.ts node fastify @fastify/multipart ipaddr.js prom-client',
  demo: 'node feedsmith iconv-lite',
  threads: 'contract http match parse store node p-queue piscina',
  daemon:
    'config contract fetch http log match parse poll push store subscribe threads version.ts node node-cron piscina prom-client; type fastify pino',
  cli: 'config contract daemon demo fetch log match parse publish root.ts store subscribe version.ts node commander feedsmith',
  'main.ts': 'cli log',
}
const LONGEST_FILE = 250

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
    ['fetch/body.ts', "const app = await import('../daemon/app.ts')", 'fetch/body.ts → daemon'],
    ['publish/rss.ts', "import {\n  createReadStream,\n} from 'node:fs'", 'publish/rss.ts → node'],
    [
      'parse/entry.ts',
      "import 'rss-parser/extra'\nimport '@fastify/etag/x'",
      'parse/entry.ts → @fastify/etag',
    ],
    ['demo/desk.ts', "import type { Feed } from '../contract/model.ts'", 'demo/desk.ts → contract'],
  ])('are caught when %s breaks the table', (path, text, expected) => {
    expect(breaks([{ path, text }])).toEqual([expected])
  })

  test('may name another’s types where they may not call it', () => {
    expect(breaks([{ path: 'poll/a.ts', text: "import type { Logger } from 'pino'" }])).toEqual([])
  })
})

/** Which files lead back to themselves by their imports, as `a → b → a`. */
function circles(sources: readonly { path: string; text: string }[]): string[] {
  const graph = new Map(sources.map(({ path, text }) => [path, filesImportedBy(path, text)]))
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(' → '))
    else if (!done.has(path)) for (const next of graph.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const { path } of sources) visit(path, [])
  return found
}

function filesImportedBy(path: string, text: string): string[] {
  const found = text.matchAll(/(?:^(?:import|export)\b[^'";]*?\bfrom |\bimport\()'(\.[^'\s]+)'/gm)
  return [...found].map(([, specifier]) => posix.join(posix.dirname(path), specifier!))
}

describe('the files', () => {
  test('lead back to themselves by no import, of types either', () => {
    expect(circles(files)).toEqual([])
    const circle = [
      { path: 'a/b.ts', text: "import type { C } from '../c.ts'" },
      { path: 'c.ts', text: "const b = await import('./a/b.ts')" },
    ]
    expect(circles(circle)).toEqual(['a/b.ts → c.ts → a/b.ts'])
  })

  test(`are no longer than ${LONGEST_FILE} lines`, () => {
    const long = files.filter(({ text }) => text.trimEnd().split('\n').length > LONGEST_FILE)
    expect(long.map(({ path }) => path)).toEqual([])
  })

  test('open with a sentence on their purpose', () => {
    const silent = files.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text))
    expect(silent.map(({ path }) => path)).toEqual([])
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
