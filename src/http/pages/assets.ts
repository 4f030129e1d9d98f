/** The stylesheets and the script of `public/`, at addresses that change with them, so that caches may keep them. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ROOT } from '../../root.ts'

interface Asset {
  readonly path: string
  readonly type: string
  readonly content: string
  /** With its version: never changes. */
  readonly address: string
}

const CSS = 'text/css; charset=utf-8'

export const ASSETS = {
  style: read('/style.css', CSS),
  feedStyle: read('/feed.css', CSS),
  script: read('/script.js', 'text/javascript; charset=utf-8'),
} as const

function read(path: string, type: string): Asset {
  const content = readFileSync(new URL(`public${path}`, ROOT), 'utf8')
  const version = createHash('sha256').update(content).digest('base64url').slice(0, 10)
  return { path, type, content, address: `${path}?v=${version}` }
}
