/** Names outlets that the config does not name, and brings `stories.outlets`, which counts names, in line. */
import { type NameRow, nameBeside, wantedName } from '../outlet-name.ts'
import { toText } from '../rows.ts'
import type { Sql } from './connect.ts'
import { beDecider } from './lock.ts'

/** Of a feed that was subscribed. `before`: its name until then; null where it is new. */
export async function nameOutlet(
  sql: Sql,
  feedId: number,
  before: string | null,
  now: number,
): Promise<void> {
  const row = await sql.first<NameRow & { id: number }>(
    'SELECT id, url, title, outlet, configured_outlet FROM feeds WHERE id = $1',
    [feedId],
  )
  await giveName(sql, row!, before, now)
}

/** The same, of a feed whose row is known. */
export async function giveName(
  sql: Sql,
  feed: NameRow & { readonly id: number },
  before: string | null,
  now: number,
): Promise<void> {
  const { id, url, outlet } = feed
  const wanted = wantedName(feed)
  const name = wanted === null ? outlet : nameBeside(wanted, url, await namesakes(sql, wanted, id))
  if (name !== outlet) await sql.run('UPDATE feeds SET outlet = $1 WHERE id = $2', [name, id])
  if (before !== null && before !== name) await recountOutlets(sql, id, now)
}

async function namesakes(sql: Sql, name: string, feedId: number): Promise<string[]> {
  const rows = await sql.rows<{ url: string }>(
    'SELECT url FROM feeds WHERE outlet = $1 AND id <> $2 AND subscribed = 1',
    [name, feedId],
  )
  return rows.map(({ url }) => url)
}

/** Of the stories that a feed carries. Nobody decides meanwhile: who counted by the old name would write that down. */
async function recountOutlets(sql: Sql, feedId: number, now: number): Promise<void> {
  await beDecider(sql)
  await sql.run(
    `UPDATE stories SET changed_at = $2, outlets = (
       SELECT count(DISTINCT feeds.outlet) FROM entries JOIN feeds ON feeds.id = entries.feed_id
       WHERE entries.story_id = stories.id)
     WHERE id IN (SELECT story_id FROM entries WHERE feed_id = $1)`,
    [feedId, toText(now)],
  )
}
