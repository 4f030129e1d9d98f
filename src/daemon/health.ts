/** What the daemon finds wrong with itself, and since when. */
import type { StoryPages } from '../contract/store.ts'
import type { DaemonStatus, ProblemKind } from '../http/status-routes.ts'

export interface HealthLimits {
  /** No round of polls ended for so long: something hangs. Milliseconds. */
  readonly stalledAfterMs: number
  /** A feed waits for so long after it was due: polling does not keep up. Milliseconds. */
  readonly lateAfterMs: number
}

export interface Health {
  /** Notes a problem of this kind; null: it is over. */
  note(kind: ProblemKind, what: string | null): void
  roundEnded(): Promise<void>
  /** Never rejects. */
  status(limits: HealthLimits): Promise<DaemonStatus>
}

interface HealthDeps {
  readonly pages: Pick<StoryPages, 'feedStates' | 'queue'>
  readonly now: () => number
  /** Something that the store answers at once, unless a decision holds it up. */
  readonly askStore: () => Promise<unknown>
}

/** The store answers between any two slices of deciding, which take tens of milliseconds. */
const BUSY_AFTER_MS = 20_000

export function createHealth({ pages, now, askStore }: HealthDeps): Health {
  const startedAt = now()
  let lastRoundAt: number | null = null
  const { note, list } = createProblems(now)
  const storeSilence = createSilence(askStore, now)

  /** Notes what only the clock and the database tell. */
  async function look({ stalledAfterMs, lateAfterMs }: HealthLimits): Promise<void> {
    const stalled = now() - (lastRoundAt ?? startedAt) > stalledAfterMs
    note('stalled', stalled ? 'no round of polls has ended for long' : null)
    const silentMs = storeSilence()
    note('busy', silentMs > BUSY_AFTER_MS ? describeBusy(silentMs) : null)
    await lookAtFeeds()
    const { due, oldestDueAt } = await pages.queue(now())
    const lateMs = now() - (oldestDueAt ?? now())
    note('late', lateMs > lateAfterMs ? describeLate(due, lateMs) : null)
  }

  async function lookAtFeeds(): Promise<void> {
    const { failing = 0, gone = 0, ...others } = await pages.feedStates()
    const alive = Object.values(others).some((count) => count > 0)
    note('all-failing', failing > 0 && !alive ? describeFailing(failing, gone) : null)
  }

  return {
    note,
    async roundEnded() {
      lastRoundAt = now()
      await lookAtFeeds()
    },
    async status(limits) {
      await look(limits).catch(() => {}) // the caller asks the database, too, and says what is wrong with it
      return { lastRoundAt, problems: list() }
    },
  }
}

/** What is wrong, and since when. */
function createProblems(now: () => number) {
  const problems = new Map<ProblemKind, { what: string; since: number }>()
  return {
    note(kind: ProblemKind, what: string | null): void {
      if (what === null) problems.delete(kind)
      else problems.set(kind, { what, since: problems.get(kind)?.since ?? now() })
    },
    list: () => [...problems].map(([kind, problem]) => ({ kind, ...problem })),
  }
}

/**
 * Returns a function that tells how long its last question has gone unanswered, in milliseconds. Where it was answered,
 * it asks again, but does not wait: a missing answer shows at the next call.
 */
function createSilence(ask: () => Promise<unknown>, now: () => number): () => number {
  /** When the question was asked that is not answered yet. */
  let askedAt: number | null = null
  const answered = () => {
    askedAt = null
  }
  return () => {
    if (askedAt !== null) return now() - askedAt
    askedAt = now()
    ask().then(answered, answered)
    return 0
  }
}

function describeBusy(waitedMs: number): string {
  return `the store has answered nothing for ${Math.round(waitedMs / 1000)} seconds: a decision takes too long`
}

function describeFailing(failing: number, gone: number): string {
  const who = failing === 1 ? 'the only feed fails' : `all ${failing} feeds fail`
  const others = gone > 0 ? ` (${gone} more are gone)` : ''
  return `${who}${others}: is this machine online?`
}

function describeLate(due: number, lateMs: number): string {
  const minutes = Math.round(lateMs / 60_000)
  return `${due === 1 ? '1 feed is' : `${due} feeds are`} due, the longest for ${minutes} minutes`
}
