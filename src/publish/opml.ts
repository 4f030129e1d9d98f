import { generateOpml } from 'feedsmith'
import { legalLine } from './legal.ts'

/** A subscription, as OPML 2.0 carries it. The address must hold no credentials. */
export interface Subscription {
  readonly url: string
  readonly outlet: string
  readonly siteLink: string | null
  readonly groups: readonly string[]
}

/** Writes the subscriptions as OPML 2.0 (http://opml.org/spec2.opml), groups as categories. Takes none away. */
export function writeOpml(title: string, subscriptions: readonly Subscription[]): string {
  const outlines = subscriptions.map(({ url, outlet, siteLink, groups }) => ({
    text: legalLine(outlet) || url,
    title: legalLine(outlet) || url,
    type: 'rss',
    xmlUrl: url,
    ...(siteLink === null ? {} : { htmlUrl: siteLink }),
    ...(groups.length === 0 ? {} : { category: groups.map((group) => `/${legalLine(group)}`).join(',') }),
  }))
  // An outline is required: without one, an empty document would be none.
  const body = { outlines: outlines.length === 0 ? [{ text: 'No subscriptions yet' }] : outlines }
  return generateOpml({ head: { title: legalLine(title) }, body })
}
