/** Writes subscriptions as OPML 2.0 (http://opml.org/spec2.opml), for other readers to import. */
import { generateOpml } from 'feedsmith'
import { legalLine } from './legal.ts'

/** A subscription, as OPML carries it. The address must hold no credentials. */
interface Subscription {
  readonly url: string
  readonly outlet: string
  readonly siteLink: string | null
  readonly groups: readonly string[]
}

interface Outline {
  readonly text: string
  readonly outlines?: readonly Outline[]
}

/**
 * Each feed appears once, in a folder of its first group, as most readers import it; its categories name all its groups.
 */
export function writeOpml(title: string, subscriptions: readonly Subscription[]): string {
  const names = [...new Set(subscriptions.flatMap(({ groups }) => groups.slice(0, 1)))].sort()
  const folders = names.map((name) => ({
    text: legalLine(name),
    outlines: subscriptions.filter(({ groups }) => groups[0] === name).map(toOutline),
  }))
  const loose = subscriptions.filter(({ groups }) => groups.length === 0).map(toOutline)
  return write(title, [...folders, ...loose])
}

/** The subscriptions of one group, without a folder around them. */
export function writeGroupOpml(title: string, subscriptions: readonly Subscription[]): string {
  return write(title, subscriptions.map(toOutline))
}

function toOutline({ url, outlet, siteLink, groups }: Subscription): Outline {
  const name = legalLine(outlet) || url
  const feed = {
    text: name,
    title: name,
    type: 'rss',
    xmlUrl: url,
    ...(siteLink === null ? {} : { htmlUrl: siteLink }),
    ...(groups.length === 0 ? {} : { category: groups.map((group) => `/${legalLine(group)}`).join(',') }),
  }
  return feed
}

function write(title: string, outlines: readonly Outline[]): string {
  // An outline is required: without one, an empty document would be none.
  const body = { outlines: outlines.length === 0 ? [{ text: 'No subscriptions yet' }] : outlines }
  return generateOpml({ head: { title: legalLine(title) }, body } as Parameters<typeof generateOpml>[0])
}
