/**
 * `npm run fixture -- URL NAME` takes a feed as a fixture: its document in invented words, and beside it how its entries are
 * read now. What it should have been, and why, is for a person to write there.
 */
import { writeFileSync } from 'node:fs'
import { createFetcher } from '../../src/fetch/fetch-feed.ts'
import { readFeed } from '../../src/parse/read-feed.ts'
import { VERSION } from '../../src/version.ts'
import { reworded } from './reworded.ts'

const SHOWN = 3
const [url, name] = process.argv.slice(2)
if (!url || !name) throw new Error('usage: npm run fixture -- URL NAME')

const limits = { timeoutMs: 30_000, maxBytes: 20_000_000, allowPrivateAddresses: true, contact: null }
const outcome = await createFetcher({ ...limits, version: VERSION }, { now: Date.now }).fetchDocument(url)
if (outcome.kind !== 'modified') throw new Error(outcome.kind === 'failed' ? outcome.reason : outcome.kind)
const { contentType } = outcome
const body = Buffer.from(reworded(Buffer.from(outcome.body).toString('latin1')), 'latin1')
const isJson = /^\s*[[{]/.test(body.toString('latin1', 0, 100))
const file = `${name}.${isJson ? 'json' : 'xml'}`
const feed = await readFeed({ body, contentType, url: 'https://feeds.example/feed.xml' })
const entries = feed.entries.slice(0, SHOWN).map(({ guid, link, title, text, publishedAt }) => {
  const published = publishedAt === null ? null : new Date(publishedAt).toISOString()
  return { guid, link, title, text, published }
})
const expected = { story: 'What is odd in it, and what it means.', file, contentType, entries }
const folder = new URL('../fixtures/feeds/', import.meta.url)
writeFileSync(new URL(file, folder), body)
const beside = new URL(`${name}${isJson ? '.expected' : ''}.json`, folder)
writeFileSync(beside, `${JSON.stringify(expected, null, 2)}\n`)
process.stdout.write(`${feed.entries.length} entries are read; the first stand in ${beside.pathname}\n`)
