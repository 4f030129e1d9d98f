/** Searches as PostgreSQL runs them, over `search_index`. Pure. */
import { type Alternative, parseSearch, type SearchTerm } from '../../pages/search-query.ts'
import type { Params } from './params.ts'
import { foldWords } from './words.ts'

/** Alternatives that say what an entry has, and alternatives that only say what it lacks. */
interface TextSearch {
  readonly having: IndexQuery | null
  readonly lacking: IndexQuery | null
}

export interface IndexQuery {
  /** A `tsquery`. */
  readonly exact: string
  /** For entries whose `tsvector` does not hold all places of words; null where no phrase is asked for. */
  readonly long: {
    /** A `tsquery` that finds too much; null: everything. */
    readonly rough: string | null
    /** A regular expression on the words in a row. */
    readonly pattern: string
  } | null
}

export function toTextSearch(text: string): TextSearch {
  const alternatives = parseSearch(text).map(fold)
  return {
    having: toIndexQuery(alternatives.filter(({ all }) => all.length > 0)),
    lacking: toIndexQuery(alternatives.filter(({ all }) => all.length === 0)),
  }
}

interface Phrase {
  readonly words: readonly string[]
  readonly inTitle: boolean
}

interface Phrases {
  readonly all: readonly Phrase[]
  readonly none: readonly Phrase[]
}

function fold({ all, none }: Alternative): Phrases {
  const toPhrase = ({ words, inTitle }: SearchTerm) => ({ words: foldWords(words), inTitle })
  return { all: all.map(toPhrase), none: none.map(toPhrase) }
}

function toIndexQuery(alternatives: readonly Phrases[]): IndexQuery | null {
  if (alternatives.length === 0) return null
  const asks = (phrase: Phrase) => phrase.words.length > 1
  const hasPhrase = alternatives.some(({ all, none }) => all.some(asks) || none.some(asks))
  return {
    exact: anyOf(alternatives.map(exactly)),
    long: hasPhrase ? { rough: roughly(alternatives), pattern: toPattern(alternatives) } : null,
  }
}

function exactly({ all, none }: Phrases): string {
  return [...all.map(toQuery), ...none.map((phrase) => `!${toQuery(phrase)}`)].join(' & ')
}

function toQuery({ words, inTitle }: Phrase): string {
  return `(${words.map((word) => `'${word}'${inTitle ? ':A' : ''}`).join(' <-> ')})`
}

function roughly(alternatives: readonly Phrases[]): string | null {
  if (alternatives.some(({ all }) => all.length === 0)) return null
  const words = alternatives.map(({ all }) => all.flatMap((phrase) => phrase.words))
  return anyOf(words.map((each) => each.map((word) => `'${word}'`).join(' & ')))
}

function anyOf(queries: readonly string[]): string {
  return queries.map((query) => `(${query})`).join(' | ')
}

/** As `search-index.ts` writes them in a row: the title, `|`, the text. Words hold nothing that a pattern gives a meaning. */
function toPattern(alternatives: readonly Phrases[]): string {
  const ahead = (sign: string) => (phrase: Phrase) =>
    `(?${sign}${phrase.inTitle ? '[^|]*' : '.*'} ${phrase.words.join(' ')} )`
  const each = alternatives.map(({ all, none }) => [...all.map(ahead('=')), ...none.map(ahead('!'))].join(''))
  return `^(?:${each.join('|')})`
}

/** The condition on a row of `search_index`. */
export function whereIndexed({ exact, long }: IndexQuery, params: Params): string {
  const matches = (query: string) => `words @@ ${params.add(query)}::tsquery`
  if (long === null) return matches(exact)
  const { rough, pattern } = long
  const inLong = `${rough === null ? '' : `${matches(rough)} AND `}long_text ~ ${params.add(pattern)}`
  return `(long_text IS NULL AND ${matches(exact)} OR long_text IS NOT NULL AND ${inLong})`
}
