import { hostOf } from './credit.ts'
import type { Reading } from './reading.ts'
import { bySeniority } from './story-id.ts'

/** A text of at least this share of the story's longest is the full text. */
const FULL_SHARE = 0.5

/**
 * The copy that stands for a story: the agency's own before full text before the earliest. A copy that leads
 * already is left only for one of a better kind, never for one of its own kind.
 */
export function chooseLead(
  copies: readonly Reading[],
  current: number | undefined,
  isOwn: (copy: Reading) => boolean,
): number {
  const longest = Math.max(...copies.map((copy) => copy.shingles.length))
  const quality = (copy: Reading) =>
    (isOwn(copy) ? 2 : 0) + (copy.shingles.length >= longest * FULL_SHARE ? 1 : 0)
  const ranked = [...copies].sort(
    (a, b) =>
      quality(b) - quality(a) ||
      (a.entry.publishedAt ?? a.entry.firstSeenAt) - (b.entry.publishedAt ?? b.entry.firstSeenAt) ||
      bySeniority(a.entry, b.entry),
  )
  const leading = copies.find((copy) => copy.entry.id === current)
  const best = ranked[0]!
  return leading && quality(leading) >= quality(best) ? leading.entry.id : best.entry.id
}

/** Whether the entry stands on the host, or in the outlet, of the agency that it credits. */
export function standsAtHome(
  { entry, agencies }: Reading,
  homes: ReadonlyMap<string, string>,
  outletAgency: (outlet: string) => readonly string[],
): boolean {
  const home = homes.get(hostOf(entry.link))
  return (
    (home !== undefined && agencies.has(home)) ||
    outletAgency(entry.outlet).some((name) => agencies.has(name))
  )
}
