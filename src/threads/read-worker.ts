import { type FeedDocument, readFeed } from '../parse/read-feed.ts'
import { type PackedFeed, pack } from './packed-feed.ts'
import { startClock, type ThreadClock } from './thread-clock.ts'

/** What a reading thread is given. */
export interface ReadTask extends FeedDocument {
  readonly clock: ThreadClock
}

/** What a reading thread does with one document. */
export default async function read({ clock, ...document }: ReadTask): Promise<PackedFeed> {
  startClock(clock)
  return pack(await readFeed(document))
}
