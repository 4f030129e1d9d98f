/** An entry unpacked for comparison. */
import { decode } from '../fingerprint/encode.ts'
import { pageNumber } from '../fingerprint/keys.ts'
import { SHINGLE_WORDS, shingle } from '../fingerprint/shingles.ts'
import { FURNITURE, QUOTED } from '../fingerprint/tokens.ts'
import type { MatchEntry } from '../model.ts'
import { bareTitle } from './agency-title.ts'
import { authorsOf, credited, type Directory, named } from './credit.ts'
import { type Headline, headline } from './headline.ts'
import { type Table, tableOf } from './table.ts'

export interface Reading {
  readonly entry: MatchEntry
  readonly shingles: Uint32Array
  readonly table: Table
  /** Per shingle: 0 furniture, 1 touches a quotation, 2 free text. */
  readonly kinds: Uint8Array
  readonly headline: Headline
  readonly agencies: ReadonlySet<string>
  readonly authors: ReadonlySet<string>
  /** Agencies that the headline names as somebody else: `…, AGENCY reports`. */
  readonly cited: ReadonlySet<string>
  readonly page: string | null
}

export const FREE = 2

export function read(entry: MatchEntry, names: Directory): Reading {
  const { tokens, credits } = decode(entry.print.bytes)
  const shingles = shingle(tokens)
  const agencies = credited(entry, credits, names)
  const bare = bareTitle(entry.title, entry.outlet, names)
  return {
    entry,
    shingles,
    table: tableOf(shingles),
    kinds: kindsOf(tokens, shingles.length),
    headline: headline(bare),
    agencies,
    authors: authorsOf(entry),
    cited: new Set(named(bare, names).filter((name) => !agencies.has(name))),
    page: pageNumber(entry.canonicalUrl ?? entry.link),
  }
}

function kindsOf(tokens: Uint32Array, count: number): Uint8Array {
  const kinds = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    let quoted = 0
    for (let j = i; j < i + SHINGLE_WORDS; j++) quoted |= tokens[j]! & QUOTED
    kinds[i] = tokens[i]! & FURNITURE ? 0 : quoted ? 1 : FREE
  }
  return kinds
}
