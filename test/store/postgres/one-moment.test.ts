import { expect, it } from 'vitest'
import { openPages } from '../../../src/store/engine.ts'
import { connect } from '../../../src/store/postgres/connect.ts'
import { entryRow, feedRow, insertRows, storyRow, textRow } from '../../support/news-rows.ts'
import { temporaryDatabase } from '../../support/postgres.ts'

const ALL = { group: null, outlets: [], withoutOutlets: [], query: null, minOutlets: 1 }

it('a page is read as the database was at one moment, while its stories change leads', async () => {
  const url = await temporaryDatabase()
  const writer = connect({ url, connections: 1 })
  await insertRows(writer, 'feeds', [feedRow(1, {})])
  const [one, other] = [storyRow(1, [{ feed: 1 }]), storyRow(2, [{ feed: 1 }])]
  await insertRows(writer, 'stories', [one, other])
  for (const [n, story] of [one, one, other].entries()) {
    await insertRows(writer, 'entries', [entryRow(n + 1, String(story.id), { feed: 1 })])
    await insertRows(writer, 'entry_texts', [textRow(n + 1, { feed: 1 })])
  }
  await writer.script('UPDATE stories SET lead_entry_id = CASE number WHEN 1 THEN 1 ELSE 3 END')
  const { pages, close } = await openPages({ database: url, databasePassword: null }, 2)
  let isOver = false
  /** The first two entries go from the one story to the other and back, each time with another lead. */
  const swap = async () => {
    for (let n = 0; !isOver; n++) {
      const [from, to] = n % 2 === 0 ? [one.id, other.id] : [other.id, one.id]
      await writer.transaction(async (sql) => {
        await sql.run('UPDATE entries SET story_id = $1 WHERE id < 3', [to])
        await sql.run('UPDATE stories SET lead_entry_id = $1, alias_of = NULL WHERE id = $2', [
          1 + (n % 2),
          to,
        ])
        await sql.run('UPDATE stories SET lead_entry_id = $1, alias_of = $2 WHERE id = $3', [
          n % 2 === 0 ? null : 3,
          n % 2 === 0 ? to : null,
          from,
        ])
      })
    }
  }
  const swapping = swap()
  try {
    for (let n = 0; n < 60; n++) {
      const { stories } = await pages.page(ALL, 10)
      expect(stories.flatMap((story) => story.copies)).toHaveLength(3)
    }
  } finally {
    isOver = true
    await swapping
    await close()
    await writer.close()
  }
})
