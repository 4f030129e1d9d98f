/** Finds the entries that carry several stories: their neighbours show it, no pair does. */
import type { Link } from '../cluster.ts'

interface Neighbours {
  readonly pairs: readonly (readonly [number, number])[]
  readonly link: LinkOf
  /** Shingles of an entry that are not boilerplate. */
  readonly size: (i: number) => number
  readonly feedOf: (i: number) => string
  /** What is not trusted shows no other entry to be a digest. */
  readonly isTrusted: (i: number) => boolean
  /** Whether two entries bear one headline: what bears the digest's own is a copy of the digest. */
  readonly haveOneHeadline: (a: number, b: number) => boolean
}

type LinkOf = (a: number, b: number) => Link

/** What a digest has of another entry. */
interface Part {
  readonly of: number
  /** Share of the digest that stands in the other one. */
  readonly share: number
}

/** No story takes up more of a digest. */
const SHARE = 0.7
/** A story is carried whole when it has so many shingles and most of them stand in the digest … */
const WHOLE = 80
const CONTAINED = 0.6
/** … or by its lead, which stands there and is this much of the digest; two leads then make up most of it. */
const LEAD = 0.6
const LEAD_SHARE = 0.25
const MOST = 0.75
/** An excerpt of fewer shingles shows nothing. */
const EXCERPT = 30
/** Two texts are nothing to each other below these log-odds, when no more than so much of the one stands in the other. */
const UNLIKE = -3
const COMMON = 0.2

/** The links as they are once a digest is tied no more to what it carries. */
export function setDigestsApart(near: Neighbours): LinkOf {
  const { pairs, link, size, feedOf, isTrusted, haveOneHeadline } = near
  const parts = new Map<number, Part[]>()
  for (const [a, b] of pairs) {
    for (const [digest, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const part = isTrusted(other) ? partOf(digest, other, link, size) : null
      if (part) parts.set(digest, [...(parts.get(digest) ?? []), part])
    }
  }
  const digests = new Map(
    [...parts].filter(([digest, carried]) => carriesSeveral(digest, carried, link, feedOf)),
  )
  if (!digests.size) return link
  const carries = (a: number, b: number) =>
    size(b) <= SHARE * size(a) ? digests.has(a) : digests.get(a)?.some((part) => part.of === b)
  return (a, b) => {
    const found = link(a, b)
    return (carries(a, b) || carries(b, a)) && !haveOneHeadline(a, b)
      ? { ...found, odds: Math.min(found.odds, UNLIKE), doubt: 1 }
      : found
  }
}

function partOf(digest: number, other: number, link: LinkOf, size: Neighbours['size']): Part | null {
  const [all, own] = [size(digest), size(other)]
  const { contained, lead, shortLead } = link(digest, other)
  const share = (contained * Math.min(all, own)) / (all || 1)
  const isWhole = own >= WHOLE && own <= SHARE * all && contained >= CONTAINED
  const isLead =
    own >= EXCERPT && share >= LEAD_SHARE && share <= SHARE && (own > all ? lead : shortLead) >= LEAD
  return isWhole ? { of: other, share: 1 } : isLead ? { of: other, share } : null
}

/** Whether it has two parts that are nothing to each other: of two feeds, lest one cut a text in two, or of its own. */
function carriesSeveral(
  digest: number,
  parts: readonly Part[],
  link: LinkOf,
  feedOf: Neighbours['feedOf'],
): boolean {
  const [first, ...rest] = [...parts].sort((a, b) => b.share - a.share || a.of - b.of) as [Part, ...Part[]]
  return rest.some((part) => {
    if (part.of === first.of || first.share + part.share < MOST) return false
    if (feedOf(part.of) === feedOf(first.of) && feedOf(first.of) !== feedOf(digest)) return false
    const { odds, contained } = link(first.of, part.of)
    return odds < UNLIKE && contained <= COMMON
  })
}
