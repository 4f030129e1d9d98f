/** The index of keys as a process finds it that has just stored its first print, and what tells a print from an earlier one. */
import { expect, it } from 'vitest'
import { createPrintStore } from '../../src/store/sqlite/matching/prints.ts'
import { anEntry, prose } from '../support/builders.ts'
import { openTestStore } from '../support/store.ts'

it('names the first entry that is printed once', async () => {
  const { db, subscribe, read } = await openTestStore()
  await subscribe('https://alpha.test/feed')
  await read('https://alpha.test/feed', [anEntry({ guid: 'a', text: prose(1, 2) })])
  const prints = createPrintStore(db)
  const [{ print }] = (await prints.entries([1])) as [Awaited<ReturnType<typeof prints.entries>>[0]]
  const keys = { ofText: [2, 4], ofTitle: [7], ofAddress: [] }
  await prints.save([{ id: 1, agency: null, print, keys }])
  const holders = (await prints.holders([{ id: 99, keys }], 32)).get(99)!
  expect([2, 4, 7, 8].map((key) => holders.get(key))).toEqual([[1], [1], [1], []])
})

it('a print that is made anew has another revision, whatever became of the one before', async () => {
  const { db, subscribe, read } = await openTestStore()
  await subscribe('https://alpha.test/feed')
  await read('https://alpha.test/feed', [anEntry({ guid: 'a', text: prose(1, 2) })])
  const prints = createPrintStore(db)
  const [{ print }] = (await prints.entries([1])) as [Awaited<ReturnType<typeof prints.entries>>[0]]
  const revisions: number[] = []
  async function save() {
    await prints.save([{ id: 1, agency: null, print, keys: { ofText: [2], ofTitle: [], ofAddress: [] } }])
    revisions.push((await prints.heads([1]))[0]!.revision)
  }
  await save()
  prints.drop(1)
  await save()
  db.exec('BEGIN')
  await save()
  db.exec('ROLLBACK')
  await save()
  expect(new Set(revisions).size).toBe(4)
})
