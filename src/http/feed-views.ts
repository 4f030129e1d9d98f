/** How clients see a feed: the address of its document, and who may keep it. */
import { type FeedOrder, feedPath } from './feed-documents.ts'
import type { Links } from './links.ts'
import { readSelection } from './selection.ts'

const KEPT_VIEWS = 1000

/** How a client sees this server. */
export interface View {
  /** The document that it asks for: parameters that mean nothing make no other. */
  readonly address: string
  readonly mayBeShared: boolean
}

/**
 * Reading an address takes longer than sending what is ready, so the result is remembered. Throws HttpError where a
 * parameter is nearly a filter, or its value is none.
 */
export function createViews(links: Links): (order: FeedOrder) => View {
  const known = new Map<string, View>()
  return (order) => {
    const asked = `${order.host} ${order.format} ${order.url}`
    const seen = known.get(asked)
    if (seen !== undefined) return seen
    readSelection(order.query) // what is no filter is refused, also where the document without it is ready
    const own = links.seenFrom(order.host)
    const view = { address: own.absolute(feedPath(order)), mayBeShared: own.mayBeShared }
    if (known.size >= KEPT_VIEWS) known.clear()
    known.set(asked, view)
    return view
  }
}

/** What only some may read, and what holds addresses of the client's choice, is kept by no shared cache. */
export function caching(
  { mayBeShared }: Pick<View, 'mayBeShared'>,
  { named }: FeedOrder,
  how: string,
): string {
  return `${!named?.token && mayBeShared ? 'public' : 'private'}, ${how}`
}
