import type { ParsedFeed } from '../model.ts'
import { type FeedDocument, readFeed } from '../parse/read-feed.ts'
export interface FeedReader {
  read(document: FeedDocument): Promise<ParsedFeed>
  close(): Promise<void>
}
export function createReader(): FeedReader {
  return { read: readFeed, close: async () => {} }
}
