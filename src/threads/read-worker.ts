/** A thread that reads feed documents. */
import { type FeedDocument, readFeed } from '../parse/read-feed.ts'
import { pack } from './packed-feed.ts'
import { type Answer, answer } from './passage.ts'
import { startClock, type ThreadClock } from './thread-clock.ts'

/** What a reading thread is given. */
export interface ReadTask extends FeedDocument {
  readonly clock: ThreadClock
}

/** What a reading thread does with one document. */
export default function read({ clock, ...document }: ReadTask): Promise<Answer> {
  startClock(clock)
  return answer(async () => pack(await readFeed(document)))
}
