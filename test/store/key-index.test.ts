/** The index of keys as a process finds it that has just stored its first print, and what tells a print from an earlier one. */
import { expect, it, onTestFinished } from 'vitest'
import { createSqliteEngine, createTurns } from '../../src/store/sqlite/matching/engine.ts'
import { createPrintStore } from '../../src/store/sqlite/matching/prints.ts'
import { openDatabase } from '../../src/store/sqlite/open.ts'
import { anEntry, prose } from '../support/builders.ts'
import { NOON, openTestStore } from '../support/store.ts'

const DAY = 86_400_000

/** A store of one entry, and its prints as another process finds them. */
async function printedOnce() {
  const { db, subscribe, read } = await openTestStore()
  await subscribe('https://alpha.test/feed')
  await read('https://alpha.test/feed', [anEntry({ guid: 'a', text: prose(1, 2) })])
  const prints = createPrintStore(db)
  const [entry] = await prints.entries([1])
  return { db, prints, print: entry!.print }
}

it('names the first entry that is printed once, until it is dropped', async () => {
  const { prints, print } = await printedOnce()
  const keys = { ofText: [2, 4], ofTitle: [7], ofAddress: [] }
  await prints.save([{ id: 1, agency: null, print, keys }])
  const holders = (await prints.holders([{ id: 99, keys }], 32)).get(99)!
  expect([2, 4, 7, 8].map((key) => holders.get(key))).toEqual([[1], [1], [1], []])
  prints.drop(1)
  expect(holders.get(2)).toEqual([])
})

it('a print that is made anew has another revision, whatever became of the one before', async () => {
  const { db, prints, print } = await printedOnce()
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

it('finds what is stored also after a decision that was undone', async () => {
  const { file, subscribe, read } = await openTestStore()
  await subscribe('https://alpha.test/feed')
  await read('https://alpha.test/feed', [anEntry({ guid: 'a' }), anEntry({ guid: 'b' })])
  const db = openDatabase(file)
  onTestFinished(() => void db.close())
  const { tables, exclusive } = createSqliteEngine(db, createTurns())
  const entries = await tables.prints.entries([1, 2])
  const rowOf = (n: number, key: number) => ({
    id: entries[n]!.id,
    agency: null,
    print: entries[n]!.print,
    keys: { ofText: [key], ofTitle: [], ofAddress: [] },
  })
  const holders = async (key: number) =>
    (await tables.prints.holders([{ id: 99, keys: rowOf(0, key).keys }], 9)).get(99)!.get(key)
  await tables.prints.save([rowOf(0, 5), rowOf(1, 5)])
  const undone = exclusive(async ({ prints }) => {
    await prints.save([rowOf(0, 6)])
    tables.prints.drop(2)
    throw new Error('the disk is full')
  })
  await expect(undone).rejects.toThrow('the disk is full')
  expect([await holders(5), await holders(6)]).toEqual([[2, 1], []])
})

it('holds an entry that upkeep could not forget', async () => {
  const [alpha, beta] = ['https://alpha.test/feed', 'https://beta.test/feed']
  const { db, subscribe, read, tidy, stories } = await openTestStore()
  await subscribe(alpha, beta)
  const copy = { title: 'Harbour ferry to run all night', text: prose(1) }
  await read(alpha, [anEntry({ guid: 'a', ...copy })])
  for (let day = 1; day < 14; day++) await tidy(NOON + day * DAY)
  db.exec("CREATE TRIGGER stays BEFORE DELETE ON prints BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
  await expect(tidy(NOON + 15 * DAY)).rejects.toThrow('the disk is full')
  await read(beta, [anEntry({ guid: 'b', ...copy, publishedAt: NOON + 13 * DAY })], NOON + 15 * DAY)
  expect(stories()).toEqual(['a b'])
})
