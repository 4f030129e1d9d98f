/** Requests of any kind: none breaks the server, and no 304 tells of a body. */
import { pino } from 'pino'
import { freezeArchive } from '../../src/store/sqlite/pages/archive.ts'
import { openNewsdesk } from '../support/newsdesk.ts'
import { serve } from '../support/server.ts'
import { assert, lines, type Target } from './target.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const
const HEADER = /^([\w-]+):[ \t]*([ -~]*)$/

export const requests: Target = {
  name: 'requests',
  samples: lines('requests.txt'),
  words: [
    'HEAD ',
    '\nif-none-match: *',
    '\naccept: text/html',
    '\naccept: application/json',
    '\naccept-encoding: br',
    '\na-im: feed',
    '\nsec-fetch-dest: document',
    '\nhost: evil.example',
    '?limit=501',
    '&outlet=Sea',
    '&q=ferry',
    '%00',
    '%',
    '/archive/1',
    '..',
    '\n\n{"with":1}',
  ],
  check: async (input) => {
    opened ??= open()
    const { server, faults } = await opened
    const { statusCode, headers } = await server.inject(parsed(input))
    assert(statusCode < 500, `${statusCode}: ${faults.at(-1)}`)
    assert(faults.length === 0, String(faults[0]))
    assert(statusCode !== 304 || headers['content-length'] === undefined, 'a 304 tells of a body')
  },
}

let opened: ReturnType<typeof open> | undefined

/** Some stories, and an archived page of them. */
async function open() {
  const desk = openNewsdesk()
  process.once('exit', desk.close)
  const feeds = [desk.feed({ outlet: 'Sea', groups: ['sea'] }), desk.feed({ outlet: 'Land' })]
  for (let n = 0; n < 30; n++) desk.story({ feed: feeds[n % 2]!, title: `Ferry ${n}` }, { feed: feeds[0]! })
  freezeArchive(desk.db, Date.UTC(2026, 2, 5))
  const faults: string[] = []
  const log = pino({ level: 'error' }, { write: (line) => void faults.push(line) })
  const server = await serve(
    desk,
    { token: 'a long enough secret', rateLimit: 1_000_000, hosts: ['alt.example'] },
    { log },
  )
  return { server, faults }
}

/** The first line is method and address, then come headers, an empty line, and the body. */
function parsed(input: string) {
  const [head = '', ...rest] = input.split('\n\n')
  const [line = '', ...fields] = head.split('\n')
  const [, method = '', url = ''] = /^(\S*) ?(.*)$/s.exec(line)!
  const body = rest.join('\n\n')
  return {
    method: METHODS.find((known) => known === method) ?? ('GET' as const),
    url: `/${encodeURI(url.replace(/^\/+/, '').replace(/\p{Cs}/gu, ''))}`,
    headers: Object.fromEntries(
      fields.flatMap((field) => {
        const [, name, value] = HEADER.exec(field) ?? []
        return name === undefined ? [] : [[name.toLowerCase(), value!]]
      }),
    ),
    ...(body === '' ? {} : { body }),
  }
}
