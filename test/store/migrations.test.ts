/** Databases in use have run these migrations: what is changed in one of them, they never get. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The first characters of each one's SHA-256. A release adds those that it brings. */
const RELEASED: Readonly<Record<string, string>> = {
  'sqlite/0001_init.sql': 'a337672c9adb53e8',
  'sqlite/0002_publishing.sql': '463540a5a4f51562',
  'sqlite/0003_indexes.sql': '78d9aa7ca1d86a2e',
  'sqlite/0004_leases.sql': '7e3e46a7fdb50361',
  'sqlite/0005_deciding.sql': 'bd06e58cfcc90910',
  'sqlite/0006_texts.sql': '83041b23f279fcc1',
  'sqlite/0007_history.sql': '7068d91c0543720c',
  'sqlite/0008_views.sql': '331c2b817110a46d',
  'sqlite/0009_placements.sql': '4b5d40d01ea3db55',
  'sqlite/0010_archive.sql': 'e3571205a3234511',
  'sqlite/0011_changes.sql': '6c19325b468af6b8',
  'sqlite/0012_publication.sql': 'ba3badc5dc238411',
  'sqlite/0013_identity.sql': 'fe2770a4bb51aa01',
  'sqlite/0014_left_out.sql': '5b184baad9210583',
  'sqlite/0015_whole_documents.sql': '0831be072ca3adb8',
  'sqlite/0016_pages.sql': '36d9905714a4cf05',
  'sqlite/0017_trust.sql': '15e1b8852d430ea3',
  'sqlite/0018_places.sql': '01ab07702eada3ee',
  'sqlite/0019_relinked.sql': '9fde64d734470a4d',
  'postgres/0016_schema.sql': '57b724e2dc69cd88',
  'postgres/0016_search.sql': 'd36b58569698381a',
  'postgres/0016_views.sql': '82a6e4ca0e9e7185',
  'postgres/0017_trust.sql': 'cb7cee06d5699fea',
  'postgres/0018_places.sql': '835d01dfdaafd23f',
  'postgres/0018_workers.sql': 'f2e82b37f0d46acc',
  'postgres/0019_relinked.sql': '9f6b589e403fea9b',
}

it.each(Object.entries(RELEASED))('%s is as it was released', (name, hash) => {
  const found = createHash('sha256')
    .update(readFileSync(`migrations/${name}`))
    .digest('hex')
  expect(found.slice(0, hash.length)).toBe(hash)
})
