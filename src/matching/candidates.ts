/** Which entries are worth comparing: those that share the rarest index keys, a bounded number for each entry. */
import type { IndexKeys } from '../contract/matching.ts'
import type { Holders, KeyCounts } from './engine.ts'
import { KINDS, type Share, type SharedKeys, Tally } from './tally.ts'

/** Only so many of a key's newest holders are looked at: a key that very many hold says little. */
export const HOLDERS = 32
/** Entries that one entry is compared with, at most. */
const MOST = 24
/** A key that one other entry holds says 1; one that sixteen or more hold says a fifth of that. */
const rarity = (holders: number) => 1 / (1 + Math.log2(holders))
/** Two entries that share less than this are strangers: one rare key, or several common ones. */
const LEAST = 0.25

/** Of texts of fewer keys, some sixty runs of words, headlines may decide. */
const SOME_TEXT = 25
/**
 * Who shares no more than these parts of the keys of the text, and of the title and the addresses, is a stranger. A text
 * that stands far down in the other one, where keys are few, still shares a tenth or so. Titles that are no more alike than
 * this fold no long texts that share next to nothing, whoever wrote them; and little texts under such titles neither.
 */
const FEW = {
  ofLongText: { ofText: 0.06, others: 0.4 },
  ofLittleText: { ofText: 0, others: 0.1 },
}

export interface Candidate {
  readonly id: number
  readonly shared: SharedKeys
  /** They are few of the other's keys: with few keys of its own it may be a copy all the same. */
  readonly isDoubtful: boolean
}

const tally = new Tally()

/**
 * The entries that share most with one that has these keys, best first, and the doubtful ones last.
 * @param holders The other entries that hold a key.
 */
export function rankCandidates(keys: IndexKeys, holders: Holders): Candidate[] {
  const counts = { ofText: keys.ofText.length, others: keys.ofTitle.length + keys.ofAddress.length }
  const ranked = sharesOf(keys, holders)
    .sort((x, y) => y.weight - x.weight || x.id - y.id)
    .map((shared) => ({ id: shared.id, shared, isDoubtful: areFew(shared, counts) }))
  return [...ranked.filter((it) => !it.isDoubtful), ...ranked.filter((it) => it.isDoubtful)].slice(0, MOST)
}

/** Those that share enough to be no strangers at first sight. */
function sharesOf(keys: IndexKeys, holders: Holders): Share[] {
  tally.clear()
  for (const [kind, name] of KINDS.entries()) {
    for (const key of keys[name]) {
      const ids = holders.get(key)
      if (ids === undefined || ids.length === 0) continue
      const weight = rarity(ids.length)
      for (const id of ids) tally.add(id, kind, weight)
    }
  }
  return tally.atLeast(LEAST)
}

/** Whether shared keys are few of those that one of the two has; they are strangers where they are few of both's. */
export function areFew(shared: SharedKeys, of: KeyCounts): boolean {
  if (shared.ofAddress > 0) return false
  const few = of.ofText >= SOME_TEXT ? FEW.ofLongText : FEW.ofLittleText
  return shared.ofText <= few.ofText * of.ofText && shared.ofTitle <= few.others * of.others
}
