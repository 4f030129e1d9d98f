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
  /** How many keys the two have in common. */
  readonly shared: number
  /** They are common ones only, and few of the other's: with few keys of its own it may be a copy all the same. */
  readonly isDoubtful: boolean
}

/** What an entry has in common with another one: what its keys say in sum, how many they are, how many hold the rarest. */
interface Share {
  weight: number
  shared: number
  rarest: number
}

/**
 * The entries that share most with one that has these keys, best first, and the doubtful ones last.
 * @param holders For each key, the other entries that hold it.
 */
export function rankCandidates(keys: readonly number[], holders: Holders): Candidate[] {
  const ranked = [...sharesOf(keys, holders)]
    .filter(([, { weight }]) => weight >= LEAST)
    .sort(([a, x], [b, y]) => y.weight - x.weight || a - b)
    .map(([id, { shared, rarest }]) => {
      return { id, shared, isDoubtful: rarest > FEW && sharesLittle(shared, keys.length) }
    })
  return [...ranked.filter((it) => !it.isDoubtful), ...ranked.filter((it) => it.isDoubtful)].slice(0, MOST)
}

function sharesOf(keys: readonly number[], holders: Holders): Map<number, Share> {
  const found = new Map<number, Share>()
  for (const key of keys) {
    const ids = holders.get(key)
    if (!ids) continue
    const weight = rarity(ids.length)
    for (const id of ids) {
      const share = found.get(id)
      if (share === undefined) found.set(id, { weight, shared: 1, rarest: ids.length })
      else {
        share.weight += weight
        share.shared++
        share.rarest = Math.min(share.rarest, ids.length)
      }
    }
  }
  return found
}

/** Whether a doubtful candidate that has so many keys is a stranger. */
export function isStranger({ shared }: Candidate, keys: number): boolean {
  return sharesLittle(shared, keys)
}

function sharesLittle(shared: number, keys: number): boolean {
  return shared < LEAST_OF_ALL * keys
}
