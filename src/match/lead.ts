import { timeOf } from '../matching-model.ts'
import type { Comparable } from './reading/comparable.ts'
import { hostOf } from './reading/credit.ts'
import { bySeniority } from './story-id.ts'

/** A text of at least this share of the story's longest is the full text. */
const FULL_SHARE = 0.5

/**
 * The copy that stands for a story: the agency's own before full text before the earliest. A copy that leads
 * already is left only for one of a better kind, never for one of its own kind.
 */
export function chooseLead(
  copies: readonly Comparable[],
  current: number | undefined,
  isOwn: (copy: Comparable) => boolean,
): number {
  const longest = Math.max(...copies.map((copy) => copy.shingles.length))
  const quality = (copy: Comparable) =>
    (isOwn(copy) ? 2 : 0) + (copy.shingles.length >= longest * FULL_SHARE ? 1 : 0)
  const ranked = [...copies].sort(
    (a, b) => quality(b) - quality(a) || timeOf(a.entry) - timeOf(b.entry) || bySeniority(a.entry, b.entry),
  )
  const leading = copies.find((copy) => copy.entry.id === current)
  const best = ranked[0]!
  return leading && quality(leading) >= quality(best) ? leading.entry.id : best.entry.id
}

/** Whether the entry stands on the host, or in the outlet, of the agency that it credits. */
export function standsAtHome(
  { entry, agencies }: Comparable,
  homes: ReadonlyMap<string, string>,
  outletAgency: (outlet: string) => readonly string[],
): boolean {
  const home = homes.get(hostOf(entry.link))
  return (
    (home !== undefined && agencies.has(home)) ||
    outletAgency(entry.outlet).some((name) => agencies.has(name))
  )
}
