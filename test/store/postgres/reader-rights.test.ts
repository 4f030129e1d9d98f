import { expect, it, onTestFinished } from 'vitest'
import { connect } from '../../../src/store/postgres/connect.ts'
import { temporaryDatabase } from '../../support/postgres.ts'

it('whoever may read the views alone reads them and the search, and no table', async () => {
  const url = await temporaryDatabase()
  const owner = connect({ url, connections: 1 })
  const views = (
    await owner.rows<{ name: string }>("SELECT viewname AS name FROM pg_views WHERE schemaname = 'public'")
  ).map(({ name }) => name)
  await owner.script(`CREATE ROLE guest_of_views LOGIN; GRANT SELECT ON ${views.join()} TO guest_of_views`)
  onTestFinished(() => owner.close())
  onTestFinished(() => owner.script('DROP OWNED BY guest_of_views; DROP ROLE guest_of_views'))
  const guest = connect({ url: url.replace('wirefold@', 'guest_of_views@'), connections: 1 })
  onTestFinished(() => guest.close())
  expect(views.length).toBeGreaterThan(10)
  for (const view of views) await guest.rows(`SELECT * FROM ${view}`)
  await guest.rows("SELECT title FROM copies WHERE first_seen_at >= utc_text(now() - interval '7 days')")
  await guest.rows("SELECT title FROM search WHERE words @@ to_tsquery('simple', 'harbour <-> strike')")
  for (const table of ['feeds', 'feed_credentials', 'entries', 'settings'])
    await expect(guest.rows(`SELECT * FROM ${table}`)).rejects.toThrow('permission denied')
})
