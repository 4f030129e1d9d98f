/**
 * Tells the hubs of the config that feeds changed (WebSub, https://www.w3.org/TR/websub/#publishing). A subscriber that
 * misses a ping still polls. So pings are sent beside everything else and tried again ever more seldom, and what changes
 * in the meantime is told once. They must never delay or fail a poll.
 */
interface HubPings {
  /** These feeds (absolute addresses) have changed. Returns at once. */
  changed(topics: readonly string[]): void
  /** Sends what was not sent yet, gives up what failed before, and resolves when that has ended. */
  close(): Promise<void>
}

export interface PushEdges {
  /** Sends a form; resolves with the HTTP status, rejects where there was no answer. */
  readonly post: (url: string, form: URLSearchParams, signal: AbortSignal) => Promise<number>
  /** Rejects when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>
  readonly log: { warn(fields: object, message: string): void }
  /** What keeps hubs from being told, or null when all take their pings again. */
  readonly report: (problem: string | null) => void
}

const MINUTE = 60_000
/** Pauses after the first failure in a row, the second …; the last one from then on. Milliseconds. */
const PAUSES = [10_000, MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]
/** After a hub refused a ping, which the next one will hardly change. */
const REFUSED_PAUSES = [60 * MINUTE, 6 * 60 * MINUTE, 24 * 60 * MINUTE]
/** Hubs take several topics in one ping, but not any number. */
const TOPICS_IN_A_PING = 50
/** At the end, hubs have this long to answer. */
const GRACE_MS = 10_000

interface Failure {
  readonly problem: string
  readonly refused: boolean
}

type Answer = 'taken' | 'one-by-one' | Failure

export function createHubPings(hubs: readonly string[], edges: PushEdges): HubPings {
  const closing = new AbortController()
  const stop = new AbortController()
  const problems = new Map<string, string>()
  const report = (hub: string, problem: string | null) => {
    if (problem === null) problems.delete(hub)
    else problems.set(hub, `the hub ${hub} does not take pings: ${problem}`)
    edges.report([...problems.values()].join('; ') || null)
  }
  const signals: Signals = { closing: closing.signal, stop: stop.signal }
  const senders = hubs.map((hub) => createSender(hub, edges, signals, (problem) => report(hub, problem)))
  return {
    changed: (topics) => {
      for (const sender of senders) sender.add(topics)
    },
    close: async () => {
      closing.abort()
      const answered = Promise.all(senders.map((sender) => sender.idle()))
      const enough = new AbortController()
      const grace = edges.wait(GRACE_MS, enough.signal).catch(() => {})
      await Promise.race([answered, grace])
      enough.abort()
      stop.abort()
      await answered
    },
  }
}

interface Signals {
  /** Nothing is tried again from now on. */
  readonly closing: AbortSignal
  readonly stop: AbortSignal
}

/** Is told what is wrong with a hub; null: nothing is, any more. */
type Report = (problem: string | null) => void

/** One hub: a set of topics to tell, and at most one ping under way. */
function createSender(hub: string, edges: PushEdges, { closing, stop }: Signals, report: Report) {
  const pending = new Set<string>()
  const failures = createFailures(hub, edges, stop, report)
  let running: Promise<void> | null = null
  /** Some hubs take one topic a ping and answer 400 to more. */
  let atOnce = TOPICS_IN_A_PING

  async function sendNext(): Promise<void> {
    const topics = [...pending].slice(0, atOnce)
    for (const topic of topics) pending.delete(topic)
    const answer = await ping(hub, topics, edges, stop)
    if (answer === 'taken') return failures.end()
    for (const topic of topics) pending.add(topic)
    if (answer === 'one-by-one') atOnce = 1
    else await edges.wait(failures.add(answer), closing).catch(() => {})
  }

  /** When it is closing, what failed is not tried again. */
  async function run(): Promise<void> {
    while (pending.size > 0 && !(closing.aborted && failures.any())) await sendNext()
    running = null
  }

  return {
    add: (topics: readonly string[]) => {
      for (const topic of topics) pending.add(topic)
      if (pending.size > 0) running ??= run()
    },
    idle: async () => running,
  }
}

/** Counts the pings in a row that one hub did not take. */
function createFailures(hub: string, { log }: PushEdges, stop: AbortSignal, report: Report) {
  let inARow = 0
  return {
    any: () => inARow > 0,
    /** The hub takes pings. */
    end(): void {
      if (inARow > 0) report(null)
      inARow = 0
    },
    /** Returns how long the hub is to be left alone. What fails because of the stop is nobody's fault. */
    add({ problem, refused }: Failure): number {
      if (!stop.aborted) {
        if (inARow === 0) log.warn({ hub, problem }, 'the hub does not take pings')
        report(problem)
      }
      const pauses = refused ? REFUSED_PAUSES : PAUSES
      return pauses[Math.min(inARow++, pauses.length - 1)]!
    },
  }
}

/** Never rejects. */
async function ping(
  hub: string,
  topics: readonly string[],
  { post }: PushEdges,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const status = await post(hub, pingForm(topics), signal)
    if (status >= 200 && status < 300) return 'taken'
    if (status === 400 && topics.length > 1) return 'one-by-one'
    const refused = status >= 400 && status < 500 && status !== 408 && status !== 429
    return { problem: `HTTP ${status}`, refused }
  } catch (error) {
    return { problem: (error as Error).message, refused: false }
  }
}

/** WebSub leaves the form to hubs; those in use read hub.url, newer ones hub.topic. */
function pingForm(topics: readonly string[]): URLSearchParams {
  const form = new URLSearchParams([['hub.mode', 'publish']])
  for (const topic of topics) {
    form.append('hub.url', topic)
    form.append('hub.topic', topic)
  }
  return form
}
