/**
 * Tells the hubs of the config that feeds changed (WebSub, https://www.w3.org/TR/websub/#publishing). A ping is advice,
 * not news: subscribers that miss one still poll. So it is sent beside everything else, tried again for a while, and
 * what changes in the meantime is told once. It must never delay or fail a poll.
 */
export interface HubPings {
  /** These feeds (absolute addresses) have changed. Returns at once. */
  changed(topics: readonly string[]): void
  /** Gives up what is under way and waits until it has stopped. */
  close(): Promise<void>
}

export interface PushEdges {
  /** Sends a form; resolves with the HTTP status, rejects where there was no answer. */
  readonly post: (url: string, form: URLSearchParams, signal: AbortSignal) => Promise<number>
  /** Rejects when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>
  readonly log: { warn(fields: object, message: string): void }
}

/** Pauses before the second to sixth try, in milliseconds: an hour and a half in all. */
const PAUSES = [10_000, 60_000, 300_000, 900_000, 3_600_000]
/** Hubs take several topics in one ping, but not any number. */
const TOPICS_IN_A_PING = 50

export function createHubPings(hubs: readonly string[], edges: PushEdges): HubPings {
  const stop = new AbortController()
  const senders = hubs.map((hub) => createSender(hub, edges, stop.signal))
  return {
    changed: (topics) => {
      for (const sender of senders) sender.add(topics)
    },
    close: async () => {
      stop.abort()
      await Promise.all(senders.map((sender) => sender.idle()))
    },
  }
}

/** One hub: a set of topics to tell, and at most one ping under way. */
function createSender(hub: string, edges: PushEdges, signal: AbortSignal) {
  const pending = new Set<string>()
  let running: Promise<void> | null = null
  const run = async () => {
    while (pending.size > 0 && !signal.aborted) {
      const topics = [...pending].slice(0, TOPICS_IN_A_PING)
      for (const topic of topics) pending.delete(topic)
      await ping(hub, topics, edges, signal)
    }
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

/** Tries until the hub takes it, the pauses are used up or the signal stops it. Never rejects. */
async function ping(
  hub: string,
  topics: readonly string[],
  edges: PushEdges,
  signal: AbortSignal,
): Promise<void> {
  let problem = ''
  for (const pause of [0, ...PAUSES]) {
    try {
      if (pause > 0) await edges.wait(pause, signal)
      const status = await edges.post(hub, pingForm(topics), signal)
      if (status >= 200 && status < 300) return
      problem = `HTTP ${status}`
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) break
    } catch (error) {
      problem = (error as Error).message
    }
    if (signal.aborted) return
  }
  edges.log.warn({ hub, problem }, 'the hub did not take the ping')
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
