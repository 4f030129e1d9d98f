/** An entry unpacked for comparison. */
import { decode } from '../../fingerprint/encode.ts'
import { pageNumber } from '../../fingerprint/keys.ts'
import { SHINGLE_WORDS, shingle } from '../../fingerprint/shingles.ts'
import { BOILERPLATE, NUMBER, QUOTED } from '../../fingerprint/tokens.ts'
import type { MatchEntry } from '../../matching-model.ts'
import { bareTitle, withoutSite } from './agency-title.ts'
import { authorsOf, credited, type Directory, hostOf, named, namesOnTitle, saysName } from './credit.ts'
import { type Headline, headline } from './headline.ts'
import { type IssueDate, issueDateOf } from './issue-date.ts'
import { type Table, tableOf } from './table.ts'

export interface Comparable {
  readonly entry: MatchEntry
  readonly shingles: Uint32Array
  readonly table: Table
  /** Per shingle: 0 boilerplate, PUBLIC or FREE. */
  readonly kinds: Uint8Array
  /** Shingles that are no boilerplate. */
  readonly size: number
  /** The different numbers in the text that are no boilerplate. */
  readonly figures: ReadonlySet<number>
  /** The different words of the text, as the upper 24 bits of their hashes. */
  readonly vocabulary: () => ReadonlySet<number>
  readonly headline: Headline
  /** The same without a name of a site at its end, for comparing with other outlets' headlines. */
  readonly short: Headline
  /** Both headlines without these names, which another outlet taught us. */
  readonly without: (sources: ReadonlySet<string>) => Headlines
  /** The date in its title. */
  readonly issueDate: IssueDate | null
  readonly agencies: ReadonlySet<string>
  /** Names on its title, spelt, that its outlet was learned to sign with: agencies that nobody told us of. */
  readonly sources: ReadonlySet<string>
  /** Whether its title, its credits or its outlet say this name. */
  readonly signed: (name: string) => boolean
  readonly authors: ReadonlySet<string>
  /** Agencies that the headline names as somebody else: `…, AGENCY reports`. */
  readonly cited: ReadonlySet<string>
  /** What tells the page that it stands on from any other: its publisher's number for it, and its address. */
  readonly pages: ReadonlySet<string>
}

export type Headlines = Pick<Comparable, 'headline' | 'short'>

/** A shingle that touches a quotation, or public material: it shows little copying. */
export const PUBLIC = 1
export const FREE = 2

export function toComparable(entry: MatchEntry, names: Directory): Comparable {
  const { tokens, credits, sources } = decode(entry.print.bytes)
  const shingles = shingle(tokens)
  const agencies = credited(entry, credits, names)
  const own = new Set(sources)
  const bare = bareTitle(entry.title, { outlet: entry.outlet, agencies: names, sources: own })
  const titles = headlines(bare)
  const onTitle = namesOnTitle(entry.title)
  const kinds = kindsOf(tokens, shingles.length)
  let vocabulary: Set<number> | undefined
  return {
    entry,
    shingles,
    vocabulary: () => (vocabulary ??= new Set(Array.from(tokens, (token) => token >>> 8))),
    table: tableOf(shingles),
    kinds,
    size: kinds.reduce((sum, kind) => sum + (kind ? 1 : 0), 0),
    figures: new Set(
      tokens.filter((token) => token & NUMBER && !(token & BOILERPLATE)).map((token) => token >>> 8),
    ),
    ...titles,
    without: (others) =>
      onTitle.some((name) => others.has(name) && !own.has(name))
        ? headlines(bareTitle(bare, { outlet: entry.outlet, agencies: names, sources: others }))
        : titles,
    issueDate: issueDateOf(entry.title),
    agencies,
    sources: new Set(sources.filter((name) => named(name, names).length === 0)),
    signed: (name) => [...credits, ...onTitle, entry.outlet].some((phrase) => saysName(phrase, name)),
    authors: authorsOf(entry),
    cited: new Set(named(bare, names).filter((name) => !agencies.has(name))),
    pages: pagesOf(entry),
  }
}

function headlines(bare: string): Headlines {
  const short = withoutSite(bare)
  const whole = headline(bare)
  return { headline: whole, short: short === bare ? whole : headline(short) }
}

function kindsOf(tokens: Uint32Array, count: number): Uint8Array {
  const kinds = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    let quoted = 0
    for (let j = i; j < i + SHINGLE_WORDS; j++) quoted |= tokens[j]! & QUOTED
    kinds[i] = tokens[i]! & BOILERPLATE ? 0 : quoted ? PUBLIC : FREE
  }
  return kinds
}

function pagesOf({ canonicalUrl, link }: MatchEntry): Set<string> {
  const names = [canonicalUrl, link].flatMap((url) => [pageNumber(url), addressOf(url)])
  return new Set(names.filter((name) => name !== null))
}

/** Host, path and query without what tells where a reader came from; a front page is no entry's address. */
function addressOf(url: string | null): string | null {
  if (!url || !URL.canParse(url)) return null
  const { pathname, searchParams } = new URL(url)
  const query = [...searchParams].filter(([name]) => !TRACKING.test(name)).map((pair) => pair.join('='))
  if (pathname.length < 2 && !query.length) return null
  return [hostOf(url) + pathname.replace(/\/$/, ''), ...query.sort()].join('&')
}

const TRACKING = /^(?:utm_\w+|fbclid|gclid|cmpid|ref|source|guce_\w+)$/
