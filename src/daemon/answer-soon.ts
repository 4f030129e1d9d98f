/** Whoever asks how the daemon fares is told within seconds, even when the database does not answer. */
import type { StoryPages } from '../contract/store.ts'
import { StoreError } from '../store/store-error.ts'

/** Shorter than supervisors wait before they restart what does not answer. */
const PATIENCE_MS = 4000

/** The same pages, except that what health asks of them is given up after `patienceMs`. */
export function answerSoon(pages: StoryPages, patienceMs = PATIENCE_MS): StoryPages {
  const soon = async <T>(answer: Promise<T>): Promise<T> => {
    const { promise: silence, reject } = withReject()
    const timer = setTimeout(reject, patienceMs, new StoreError('the database does not answer'))
    return Promise.race([answer, silence]).finally(() => clearTimeout(timer))
  }
  return {
    ...pages,
    feedStates: () => soon(pages.feedStates()),
    queue: (now) => soon(pages.queue(now)),
  }
}

function withReject() {
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse
  })
  return { promise, reject }
}
