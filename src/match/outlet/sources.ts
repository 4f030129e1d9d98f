/**
 * Finds the sources that an outlet names on its titles, without knowing any: a name before or behind several
 * headlines (`Hill Press: …`, `… | Hill Press`) that a byline or a credit of the same outlet names as well. A rubric
 * (`Opinion: …`, `Watch: …`) stands there too, but signs nothing; the outlet's own name is no source.
 */
import type { MatchEntry } from '../../contract/matching.ts'
import { namesOnTitle, saysName } from '../reading/credit.ts'

/** In so many different titles a name recurs. */
const TITLES = 3

interface Signed {
  readonly entry: MatchEntry
  readonly content: { readonly credits: readonly string[] }
}

/** The names, as lower-case words, that this outlet's titles and credits agree on. */
export function findSources(texts: readonly Signed[]): ReadonlySet<string> {
  const titles = new Map<string, Set<string>>()
  const credited = new Set<string>()
  for (const { entry, content } of texts) {
    for (const name of namesOnTitle(entry.title)) {
      if (saysName(entry.outlet, name)) continue
      titles.set(name, (titles.get(name) ?? new Set()).add(entry.title))
      if (content.credits.some((phrase) => saysName(phrase, name))) credited.add(name)
    }
  }
  return new Set([...credited].filter((name) => titles.get(name)!.size >= TITLES))
}

export function sourcesOn(title: string, sources: ReadonlySet<string>): string[] {
  return sources.size ? namesOnTitle(title).filter((name) => sources.has(name)) : []
}
