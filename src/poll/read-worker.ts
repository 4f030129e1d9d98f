import { type PackedFeed, pack } from '../packed-feed.ts'
import { type FeedDocument, readFeed } from '../parse/read-feed.ts'

/** What a reading thread does with one document. */
export default async function read(document: FeedDocument): Promise<PackedFeed> {
  return pack(await readFeed(document))
}
