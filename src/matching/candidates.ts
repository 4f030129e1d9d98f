/** Which entries are worth comparing: those that share the rarest index keys, a bounded number for each entry. */
import type { Holders } from './engine.ts'

/** Only so many of a key's newest holders are looked at: a key that very many hold says little. */
export const HOLDERS = 32
/** Entries that one entry is compared with, at most. */
const MOST = 24
/** A key that one other entry holds says 1; one that sixteen or more hold says a fifth of that. */
const rarity = (holders: number) => 1 / (1 + Math.log2(holders))
/** Two entries that share less than this are strangers: one rare key, or several common ones. */
const LEAST = 0.25

/** A key that more hold than this is common: it belongs to no story in particular. */
const FEW = 4
/** Who shares common keys only, and less than this part of them all, is a stranger. */
const LEAST_OF_ALL = 0.1

/** An entry that shares index keys with another one. */
export interface Candidate {
  readonly id: number
  /** What the keys in common say. */
  readonly weight: number
  /** How many they are. */
  readonly shared: number
  /** How many hold the rarest of them. */
  readonly rarest: number
}

/**
 * The entries that share most with one that has these keys, best first, and the doubtful ones last.
 * @param holders For each key, the other entries that hold it.
 */
export function rankCandidates(keys: readonly number[], holders: Holders): Candidate[] {
  const found = new Map<number, { id: number; weight: number; shared: number; rarest: number }>()
  for (const key of keys) {
    const ids = holders.get(key)
    if (!ids) continue
    const weight = rarity(ids.length)
    for (const id of ids) {
      const candidate = found.get(id)
      if (candidate === undefined) found.set(id, { id, weight, shared: 1, rarest: ids.length })
      else {
        candidate.weight += weight
        candidate.shared++
        candidate.rarest = Math.min(candidate.rarest, ids.length)
      }
    }
  }
  const candidates = [...found.values()].filter(({ weight }) => weight >= LEAST).sort(moreTelling)
  const isDoubted = (candidate: Candidate) => isDoubtful(candidate, keys.length)
  return [...candidates.filter((it) => !isDoubted(it)), ...candidates.filter(isDoubted)].slice(0, MOST)
}

function moreTelling(x: Candidate, y: Candidate): number {
  return y.weight - x.weight || x.id - y.id
}

/** Whether an entry with so many keys shares nothing but common ones with the candidate. */
export function isDoubtful({ shared, rarest }: Candidate, keys: number): boolean {
  return rarest > FEW && shared < LEAST_OF_ALL * keys
}

/** Whether a doubtful candidate that has so many keys is a stranger. */
export function isStranger({ shared }: Candidate, keys: number): boolean {
  return shared < LEAST_OF_ALL * keys
}
