/** An entry unpacked for comparison: everything about it that signals are measured from. */

import type { MatchEntry } from '../../contract/matching.ts'
import { type Address, originalOf, readAddress, siteName } from '../../fingerprint/address.ts'
import { decode } from '../../fingerprint/encode.ts'
import { LONGEST_TITLE } from '../../fingerprint/fingerprint.ts'
import { bareTitle, withoutSite, withoutStage } from './agency-title.ts'
import { Claims } from './claims.ts'
import { authorsOf, credited, type Directory, named, namesOnTitle, saysName, squash } from './credit.ts'
import { type Headline, headline } from './headline.ts'
import { partOf } from './issue-date.ts'
import { Text } from './text.ts'

export interface Comparable {
  readonly entry: MatchEntry
  readonly text: Text
  readonly headline: Headline
  /** The same without a name of a site at its end, for comparing with other outlets' headlines. */
  readonly short: Headline
  /** Both headlines without these names, which another outlet taught us. */
  readonly without: (sources: ReadonlySet<string>) => Headlines
  /** Its title comes back: its outlet's column, table or programme. */
  readonly isRecurring: boolean
  /** The number of the part of a report that its title gives; 1 where it gives none. */
  readonly part: number
  readonly claims: Claims
  readonly agencies: ReadonlySet<string>
  /** Names on its title, spelt, that its outlet was learned to sign with: agencies that nobody told us of. */
  readonly sources: ReadonlySet<string>
  /** Whether its title, its credits or its outlet say this name. */
  readonly signed: (name: string) => boolean
  readonly authors: ReadonlySet<string>
  /** Names of its outlet and host, squashed. */
  readonly self: readonly string[]
  /** Names of the outlet that it says it is from, squashed: where a service gathered it, its source, and in its credits. */
  readonly origins: readonly string[]
  /** It is from elsewhere: a service gathered it. */
  readonly isGathered: boolean
  readonly address: Headed
  /** What tells the page that it is on from any other: its publisher's keys for it, and its addresses. */
  readonly pages: ReadonlySet<string>
}

/** What is kept of the address with a headline in it: its pages are kept with those of the others. */
type Headed = Pick<Address, 'host' | 'slug' | 'slugKey'>

type Headlines = Pick<Comparable, 'headline' | 'short'>

export function toComparable(entry: MatchEntry, names: Directory): Comparable {
  const { tokens, credits: inText, sources, isGathered, isRecurring } = decode(entry.print.bytes)
  const credits = [...inText, ...(entry.source?.title ? [entry.source.title] : [])]
  const title = withoutStage(ownTitle(entry.title.slice(0, LONGEST_TITLE), isGathered))
  const original = originalOf(entry.link)
  const addresses = [entry.link, entry.canonicalUrl, original].map(readAddress)
  const agencies = setOf([...credited(entry, credits, [...addresses].reverse(), names)])
  const own = setOf(sources)
  const bare = bareTitle(title, { outlet: entry.outlet, agencies: names, sources: own })
  const titles = headlines(bare)
  const onTitle = namesOnTitle(entry.title.slice(0, LONGEST_TITLE))
  const address = headed(addresses)
  return {
    entry,
    text: Text.of(entry, tokens),
    ...titles,
    without: (others) =>
      onTitle.some((name) => others.has(name) && !own.has(name))
        ? headlines(bareTitle(bare, { outlet: entry.outlet, agencies: names, sources: others }))
        : titles,
    isRecurring: isRecurring || addresses.some((each) => isNumbered(each, bare, titles.headline)),
    part: partOf(title),
    claims: new Claims({ title, bare, words: titles.short.words, address, agencies, names }),
    agencies,
    sources: setOf(sources.filter((name) => named(name, names).length === 0)),
    signed: (name) => [...credits, ...onTitle, entry.outlet].some((phrase) => saysName(phrase, name)),
    authors: setOf(authorsOf(entry)),
    self: [squash(entry.outlet), siteName(addresses[0]!.host)].filter((name) => name !== ''),
    origins: [
      ...[original, entry.source?.url ?? null].map((url) => (url ? siteName(readAddress(url).host) : '')),
      ...(isGathered ? onTitle : []).map(squash),
      ...credits.map(squash),
    ].filter((name) => name !== ''),
    isGathered: isGathered || original !== null,
    address,
    pages: new Set(addresses.flatMap(({ pages }) => pages)),
  }
}

const NOBODY: ReadonlySet<string> = new Set()

/** Most entries name nobody: they share one set. */
function setOf(names: readonly string[]): ReadonlySet<string> {
  return names.length > 0 ? new Set(names) : NOBODY
}

const GATHERED_FROM = /\s[-–—|]\s[^-–—|]{2,40}$/u

/** A gathering service's title without the name of the outlet, which its text repeats. */
function ownTitle(title: string, isGathered: boolean): string {
  return isGathered ? title.replace(GATHERED_FROM, '') : title
}

/** A site numbers a name that it has given before; so high only for what comes back. */
const OFTEN = 4

/**
 * Whether a name in the address ends in a number that the title has not: the site had so many pages of that name before. A
 * long number may be anything, but behind the title itself, word for word.
 */
function isNumbered({ name, slug, slugKey }: Address, title: string, { words }: Headline): boolean {
  const [before = '', last = ''] = name.slice(-2)
  const isCount = /^\d{1,4}$/.test(last) && !/^\d+$/.test(before) && Number(last) >= OFTEN
  if (slugKey || !isCount || title.includes(last)) return false
  const isTitle = name.slice(0, -1).join(' ') === words.join(' ').replaceAll("'", '')
  return isTitle || (slug.length > 0 && last.length < 3)
}

/** The address with a headline in it, the original's first. */
function headed(addresses: readonly Address[]): Headed {
  const { host, slug, slugKey } = addresses.findLast((address) => address.slug.length > 0) ?? addresses[0]!
  return { host, slug, slugKey }
}

function headlines(bare: string): Headlines {
  const short = withoutSite(bare)
  const whole = headline(bare)
  return { headline: whole, short: short === bare ? whole : headline(short) }
}
