import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { run } from './command.ts'

/** What a reader shows, every entry that it holds. */
export type Seen = readonly { readonly id: string; readonly title: string }[]

export interface Reader {
  readonly name: string
  /** Whether its third request carries the validators of the second answer. */
  readonly sendsValidators: boolean
  /** Updates the subscription whose state is in `folder`, and returns all that it shows then. */
  read(url: string, folder: string): Promise<Seen>
}

const newsboat: Reader = {
  name: 'newsboat',
  sendsValidators: true,
  async read(url, folder) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'urls'), `${url}\n`)
    writeFileSync(join(folder, 'config'), '')
    const cache = join(folder, 'cache.db')
    const files = ['-u', join(folder, 'urls'), '-c', cache, '-C', join(folder, 'config')]
    await run('newsboat', [...files, '-x', 'reload'], { HOME: folder })
    const db = new SQLite(cache, { readonly: true })
    const rows = db.prepare('SELECT guid AS id, title FROM rss_item').all() as { id: string; title: string }[]
    db.close()
    return rows
  },
}

const sfeed: Reader = {
  name: 'sfeed',
  sendsValidators: false,
  async read(url, folder) {
    mkdirSync(folder, { recursive: true })
    const config = join(folder, 'sfeedrc')
    writeFileSync(config, `sfeedpath="${folder}"\nfeeds() {\n  feed wire '${url}'\n}\n`)
    await run('sfeed_update', [config])
    const lines = readFileSync(join(folder, 'wire'), 'utf8').trim().split('\n')
    return lines.map((line) => {
      const [, title = '', , , , id = ''] = line.split('\t')
      return { id, title }
    })
  },
}

const rss2email: Reader = {
  name: 'rss2email',
  sendsValidators: true,
  async read(url, folder) {
    const files = ['-c', join(folder, 'config'), '-d', join(folder, 'data.json')]
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true })
      const maildir = `email-protocol = maildir\nmaildir-path = ${folder}/mail\nmaildir-mailbox = wire\n`
      writeFileSync(
        join(folder, 'config'),
        `[DEFAULT]\nfrom = a@wire.example\nto = b@wire.example\n${maildir}`,
      )
      for (const part of ['cur', 'new', 'tmp'])
        mkdirSync(join(folder, 'mail/wire', part), { recursive: true })
      await run('r2e', [...files, 'add', 'wire', url])
    }
    await run('r2e', [...files, 'run'])
    const mails = join(folder, 'mail/wire/new')
    return JSON.parse(await run('/usr/bin/python3', ['-c', READ_MAILS, mails, ...readdirSync(mails)])) as Seen
  },
}

const READ_MAILS = `
import sys, json, email, email.policy, os
folder, *names = sys.argv[1:]
mails = [email.message_from_binary_file(open(os.path.join(folder, n), 'rb'), policy=email.policy.default) for n in names]
print(json.dumps([{'id': str(m['X-RSS-ID']).strip(), 'title': str(m['Subject']).strip()} for m in mails]))`

const feedparser: Reader = {
  name: 'feedparser',
  sendsValidators: true,
  async read(url, folder) {
    mkdirSync(folder, { recursive: true })
    return JSON.parse(await run('/usr/bin/python3', ['-c', PARSE, url, join(folder, 'state.json')])) as Seen
  },
}

const PARSE = `
import sys, json, os, html, feedparser
url, file = sys.argv[1:]
state = json.load(open(file)) if os.path.exists(file) else {'etag': None, 'modified': None, 'seen': []}
feed = feedparser.parse(url, etag=state['etag'], modified=state['modified'])
if feed.bozo: sys.exit('not well-formed: %s' % feed.bozo_exception)
if feed.get('status') != 304:
    state['etag'], state['modified'] = feed.get('etag'), feed.get('modified')
    known = {entry['id'] for entry in state['seen']}
    state['seen'] += [{'id': e.id, 'title': e.title} for e in feed.entries if e.id not in known]
    if len({e.id for e in feed.entries}) < len(feed.entries): sys.exit('one id twice in one document')
json.dump(state, open(file, 'w'))
print(json.dumps(state['seen']))`

export const READERS: readonly Reader[] = [newsboat, sfeed, rss2email, feedparser]
