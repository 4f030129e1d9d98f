/**
 * What this process leased, so that it ends no lease but its own: where a worker slept through the end of its lease, another
 * worker's may be in its place.
 */

export interface Leases {
  /** A feed was taken until then (UTC text, as it is stored). */
  took(id: number, until: string): void
  /** Until when this process took the feed; null: it did not, or its poll is stored. */
  of(id: number): string | null
  /** The poll that the feed was taken for is stored. */
  ended(id: number): void
}

export function createLeases(): Leases {
  const taken = new Map<number, string>()
  return {
    took: (id, until) => void taken.set(id, until),
    of: (id) => taken.get(id) ?? null,
    ended: (id) => void taken.delete(id),
  }
}
