import { describe, expect, it } from 'vitest'
import { aSubscription, COST, progress } from '../support/builders.ts'
import { NOON } from '../support/store.ts'
import { openNewsStore, STORES } from '../support/stores.ts'

const A = 'https://a.test/feed'
const MINUTE = 60_000
const claim = (now: number) => ({ now, latest: now + 1440 * MINUTE, leaseUntil: now + 10 * MINUTE })

describe.each(STORES)('a worker on $name', (engine) => {
  it('keeps what it claimed for as long as it is leased', async () => {
    const { store, subscribe } = await openNewsStore(engine)
    await subscribe(A)
    const [feed] = await store.claimDue({ ...claim(NOON), limit: 1 })
    expect(await store.keepsLease(feed!.id, NOON + 500)).toBe(true)
  })

  it('is told the time by the database', async () => {
    const { store } = await openNewsStore(engine)
    expect(Math.abs((await store.clock()) - Date.now())).toBeLessThan(MINUTE)
  })
})

const [, POSTGRES] = STORES

describe('workers on one PostgreSQL database', () => {
  async function openTwo() {
    const desk = await openNewsStore(POSTGRES)
    await desk.subscribe(A, 'https://b.test/feed', 'https://c.test/feed')
    return { ...desk, other: await desk.again() }
  }

  it('claim each feed once between them', async () => {
    const { store, other } = await openTwo()
    const taken = await Promise.all(
      [store, other, store, other].map((each) => each.claimDue({ ...claim(NOON), limit: 2 })),
    )
    expect(
      taken
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([1, 2, 3])
  })

  it('lose a feed to another when the lease is over, and then neither end its lease nor store what they read', async () => {
    const { store, other, read, value } = await openTwo()
    await read(A, []) // it was polled before
    const [feed] = await store.claimAll(claim(NOON))
    const late = NOON + 11 * MINUTE
    const again = await other.claimOne(feed!.id, claim(late))
    expect(again?.id).toBe(feed!.id)
    expect([await store.keepsLease(feed!.id, late), await other.keepsLease(feed!.id, late)]).toEqual([
      false,
      true,
    ])
    await store.giveBack(feed!.id, 0)
    expect(await other.keepsLease(feed!.id, late)).toBe(true)
    const validators = { etag: '"old"', lastModified: null }
    const old = async () => {
      await read(A, [], late, { feed: feed!, validators })
      await store.recordPoll(
        { feed: feed!, progress: progress(), validators, read: null, took: COST },
        late + MINUTE,
      )
    }
    await old()
    await other.recordPoll(
      {
        feed: again!,
        progress: progress(),
        validators: { etag: '"new"', lastModified: null },
        read: null,
        took: COST,
      },
      late,
    )
    await old()
    expect(await value('SELECT etag FROM feeds WHERE id = $1', feed!.id)).toBe('"new"')
    expect(await value('SELECT max(at) FROM poll_log')).toBe(late / 1000)
  })

  it('ask no feed that another learned to be held', async () => {
    const { store, other } = await openTwo()
    const [feed] = await store.claimDue({ ...claim(NOON), limit: 1 })
    await other.holdFeeds([feed!.id], NOON + 60 * MINUTE)
    expect(await store.keepsLease(feed!.id, NOON)).toBe(false)
  })

  it('ask a host one after another, with a pause', async () => {
    const { store, other } = await openTwo()
    expect(await store.takeHost('a.test', 60_000)).toEqual({ kind: 'yours' })
    const turn = await other.takeHost('a.test', 60_000)
    expect(turn).toMatchObject({ kind: 'wait', ms: expect.any(Number) })
    await store.leaveHost('a.test', 3_600_000)
    expect(await other.takeHost('a.test', 60_000)).toMatchObject({ kind: 'wait' })
    await store.leaveHost('a.test', 0)
    expect(await other.takeHost('a.test', 60_000)).toEqual({ kind: 'yours' })
  })

  it('take a host again that they could not give back, as the database was away', async () => {
    const { store, other } = await openTwo()
    await store.takeHost('a.test', 60_000)
    expect(await other.takeHost('a.test', 60_000)).toMatchObject({ kind: 'wait' })
    expect(await store.takeHost('a.test', 60_000)).toEqual({ kind: 'yours' })
    await store.leaveHost('a.test', 0)
    expect(await other.takeHost('a.test', 60_000)).toEqual({ kind: 'yours' })
    expect(await store.takeHost('a.test', 60_000)).toMatchObject({ kind: 'wait' })
  })

  it('tell hubs of a change once between them', async () => {
    const { store, other, subscribe } = await openTwo()
    await subscribe(A, aSubscription('https://new.test/feed'))
    const told = await Promise.all([store.claimAnnouncement(), other.claimAnnouncement()])
    expect(told.filter(Boolean)).toHaveLength(1)
    expect(await store.claimAnnouncement()).toBe(false)
  })
})
