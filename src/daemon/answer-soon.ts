/** Whoever asks how the daemon is doing is told within seconds, even when the database does not answer. */
import type { StoryPages } from '../contract/store.ts'
import { StoreError } from '../store/store-error.ts'

/** Shorter than supervisors wait before they restart what does not answer. */
const PATIENCE_MS = 4000

/** The same pages, except that what health asks of them is given up after `patienceMs`. */
export function answerSoon(pages: StoryPages, patienceMs = PATIENCE_MS): StoryPages {
  const soon = <T>(answer: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(reject, patienceMs, new StoreError('the database does not answer'))
      answer.then(resolve, reject).finally(() => clearTimeout(timer))
    })
  return {
    ...pages,
    feedStates: () => soon(pages.feedStates()),
    queue: (now) => soon(pages.queue(now)),
  }
}
