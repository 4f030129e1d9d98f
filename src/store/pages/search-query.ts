/**
 * The search language, the same on every engine: words (all of them), "phrases", -without, OR between alternatives, and
 * `title:` before a word or a phrase. Everything else is taken as it is written, so no search is a mistake. Pure.
 */

/** Words in this order, as a person wrote them. */
export interface SearchTerm {
  readonly words: string
  readonly inTitle: boolean
}

/** Stories that have all of these and none of those. */
export interface Alternative {
  readonly all: readonly SearchTerm[]
  readonly none: readonly SearchTerm[]
}

/** A minus, `title:` and a phrase or a word. A quotation mark that nothing closes belongs to its word. */
const TERM = /(-?)(title:)?(?:"([^"]+)"|(\S+))/gu
const HAS_WORDS = /[\p{Letter}\p{Number}]/u

/** A story matches when one of the alternatives does; none: there was no word in it, and nothing matches. */
export function parseSearch(text: string): Alternative[] {
  const alternatives: { all: SearchTerm[]; none: SearchTerm[] }[] = [{ all: [], none: [] }]
  for (const [whole, minus, title, phrase, word] of text.matchAll(TERM)) {
    const words = phrase ?? word!
    if (whole === 'OR') alternatives.push({ all: [], none: [] })
    else if (HAS_WORDS.test(words)) {
      const { all, none } = alternatives.at(-1)!
      const terms = minus === '' ? all : none
      terms.push({ words, inTitle: title !== undefined })
    }
  }
  return alternatives.filter(({ all, none }) => all.length + none.length > 0)
}
