import type { ParsedFeed } from '../model.ts'
import { type FeedDocument, readFeed } from '../parse/read-feed.ts'

/** What a reading thread does with one document. */
export default function read(document: FeedDocument): Promise<ParsedFeed> {
  return readFeed(document)
}
