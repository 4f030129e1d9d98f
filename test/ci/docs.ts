/**
 * Runs every command line of the documents, each block as a script in a sandbox of its document: `wirefold` is the built
 * program, addresses lead to a site, a daemon and a PostgreSQL server of this script, and system folders to the sandbox.
 * Commands of programs that cannot run here (docker, kubectl, git and others) are only looked at: their files and scripts
 * must be there.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { babble, rss } from '../support/feed-server.ts'
import { startServer, stopServer } from '../support/postgres-server.ts'

const ROOT = resolve('.')
const PROGRAM = join(ROOT, 'dist/main.js')
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs').map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'))
const dir = mkdtempSync(join(tmpdir(), 'wirefold-docs-'))
const bin = join(dir, 'bin')
const site = await startSite()
const postgres = await startPostgres()
const daemon = await startDaemon()
let ran = 0

try {
  for (const document of DOCUMENTS) {
    const blocks = [...readFileSync(document, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
      ([, text]) => text!,
    )
    if (blocks.length === 0) continue
    const sandbox = await makeSandbox(document)
    for (const block of blocks) await run(document, block, sandbox)
  }
  process.stdout.write(`${ran} command lines of ${DOCUMENTS.length} documents run\n`)
} finally {
  daemon.child.kill('SIGTERM')
  site.server.close()
  site.server.closeAllConnections()
  stopServer(postgres.folder)
  rmSync(dir, { recursive: true, force: true })
}

async function startSite() {
  const shared = { title: 'Ferry Returns to the Lower Quay', text: babble(1, 150) }
  const link = (name: string) => `<link rel="alternate" type="application/rss+xml" href="/${name}.xml">`
  const server = createServer(({ url = '' }, response) => {
    if (url === '/') response.end(`<!doctype html>${link('feed')}`)
    else response.end(rss(url, [{ guid: url, ...shared }]))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { server, home: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function startPostgres() {
  const folder = join(dir, 'postgres')
  mkdirSync(folder)
  chmodSync(dir, 0o711) // the server runs as another user
  return { folder, host: new URL(await startServer(folder, 'postgres')).host }
}

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: dir,
    WIREFOLD_FETCH_ALLOW_PRIVATE_ADDRESSES: 'true',
    WIREFOLD_SERVER_PORT: '0',
    PGHOST: new URL(`http://${postgres.host}`).hostname,
    PGPORT: new URL(`http://${postgres.host}`).port,
    PGUSER: 'postgres',
    ROOT,
  }
}

/** A daemon with two copies of a story, for whatever asks http://localhost:8080. */
async function startDaemon(): Promise<{ child: ChildProcess; address: string }> {
  const home = join(dir, 'daemon')
  mkdirSync(home)
  const feeds = ['a', 'b'].map((name) => `  - url: ${site.home}/${name}.xml\n`).join('')
  writeFileSync(join(home, 'wirefold.yaml'), `feeds:\n${feeds}`)
  writeShims()
  const env = { ...environment(), WIREFOLD_CONFIG: 'wirefold.yaml' }
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    cwd: home,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  for await (const chunk of child.stderr!) {
    log += chunk
    const address = /"address":"([^"]+)"/.exec(log)?.[1]
    if (address) return { child, address }
  }
  throw new Error(`the daemon ended: ${log}`)
}

function writeShims(): void {
  mkdirSync(bin, { recursive: true })
  const shim = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const node = process.execPath
  shim('node', `exec "${node}" "$@"`)
  shim(
    'wirefold',
    `if [ "$1" != serve ]; then exec "${node}" "${PROGRAM}" "$@"; fi
"${node}" "${PROGRAM}" "$@" 2>serve.log & pid=$!
until grep -q '"msg":"serving"' serve.log; do kill -0 $pid || { cat serve.log >&2; exit 1; }; sleep 0.1; done
kill -TERM $pid; wait $pid || { status=$?; cat serve.log >&2; exit $status; }`,
  )
  // What is named by a path of the repository must be there.
  const looked = `for word in "$@"; do case $word in ./wirefold-*|./config:*) ;; deploy/*|docs/*|./*) [ -e "$ROOT/$word" ] || { echo "no $word" >&2; exit 1; } ;; esac; done`
  for (const name of ['docker', 'kubectl', 'systemctl', 'npx', 'git', 'gpg', 'datasette', 'duckdb'])
    shim(name, looked)
  shim(
    'npm',
    `${looked}
case $1 in run) name=$2 ;; test|start) name=$1 ;; pack) echo wirefold.tgz; exit ;; *) exit ;; esac
"${node}" -e 'process.exit(require(process.argv[1]).scripts[process.argv[2]] ? 0 : 1)' "$ROOT/package.json" "$name" || { echo "no script $name" >&2; exit 1; }`,
  )
  shim('pgrep', `echo "$DAEMON"`)
  shim('python3', 'exec /usr/bin/python3 "$@"') // Debian's, which has the driver of PostgreSQL
}

/** A folder as a person has it who has installed the program and polled once. */
async function makeSandbox(document: string): Promise<string> {
  const sandbox = join(dir, document.replaceAll('/', '-'))
  for (const folder of ['etc/systemd/system', 'etc/bash_completion.d', 'var/backups', 'var/lib/wirefold']) {
    mkdirSync(join(sandbox, folder), { recursive: true })
  }
  for (const name of ['deploy', 'docs', '.ci', 'release']) symlinkSync(join(ROOT, name), join(sandbox, name))
  // The README begins with `wirefold init`, which never replaces a file.
  const config = document === 'README.md' ? 'first.yaml' : 'config/wirefold.yaml'
  const first = `mkdir -p config
printf 'feeds: []\\n' > ${config}
wirefold add --config ${config} ${site.home}/a.xml ${site.home}/b.xml
wirefold poll --config ${config}`
  await bash(document, first, sandbox)
  return sandbox
}

/** What has to be so before a block about PostgreSQL; SCHEMA.md asks the database that SCALING.md made before it. */
function before(block: string): string {
  const forget = 'dropdb --if-exists wirefold\n'
  if (/\bcreatedb\b/.test(block))
    return `${forget}export WIREFOLD_DATABASE=postgres://wirefold@db.example.org/wirefold\n`
  return /\bmove --to postgres/.test(block) ? `${forget}createdb --owner=wirefold wirefold\n` : ''
}

async function run(document: string, block: string, sandbox: string): Promise<void> {
  const script = (before(block) + block)
    .replaceAll('https://www.example.org/', `${site.home}/`)
    .replace(/(http:\/\/)?\blocalhost:8080/g, daemon.address)
    .replaceAll('db.example.org', postgres.host)
    .replace(/(?<=[\s"'>])\/(etc|var)\//g, `${sandbox}/$1/`)
    .replace(/\bbash \.ci\/(\w+)/g, 'bash -n .ci/$1') // other steps of CI run them
  await bash(document, script, sandbox)
  ran += block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')).length
}

/** The site answers meanwhile: it is of this process. */
async function bash(document: string, script: string, sandbox: string): Promise<void> {
  const env = { ...environment(), DAEMON: String(daemon?.child.pid) }
  const child = spawn('bash', ['-euxo', 'pipefail', '-c', script], { cwd: sandbox, env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`${document}: ended with ${status}\n${script}\n${output}`)
}
