/** Takes one feed out of the text of a config, and leaves all else as it was written, comments included. */
import { isMap, isNode, isSeq, parseDocument } from 'yaml'

/** Null where the text names no feed of this address (as written, credentials included). */
export function withoutFeed(text: string, url: string): string | null {
  const document = parseDocument(text)
  const feeds = document.get('feeds')
  if (!isSeq(feeds)) return null
  const index = feeds.items.findIndex((item) => isMap(item) && item.get('url') === url)
  const item = feeds.items[index]
  if (!isNode(item) || !item.range) return null
  if (feeds.flow) {
    document.deleteIn(['feeds', index])
    return document.toString()
  }
  const from = text.lastIndexOf('\n', item.range[0]) + 1
  return text.slice(0, from) + text.slice(endOfLine(text, item.range[1]))
}

/** Where the line that ends at or after `offset` is over. */
function endOfLine(text: string, offset: number): number {
  if (text[offset - 1] === '\n') return offset
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}
