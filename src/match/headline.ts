/** Titles compared as headlines: without the agency's or the outlet's name around them. */
import { words } from '../fingerprint/words.ts'
import { type Directory, named } from './credit.ts'

export interface Headline {
  readonly words: readonly string[]
  readonly weights: readonly number[]
}

const PREFIX = /^([^:]{2,30}):\s+(?=\S)/u
const SUFFIX = /\s(?:[-–—|]|By)\s([^-–—|]{2,40})$/u

/** Names an agency or the outlet itself, and hardly anything else. */
function isName(part: string, outlet: string, names: Directory): boolean {
  const count = words(part).length
  return count <= 5 && (named(part, names).length > 0 || spelt(part).includes(spelt(outlet)))
}

function spelt(text: string): string {
  return words(text)
    .map((word) => word.text)
    .join(' ')
}

/** The title without `AGENCY: ` before it and ` - AGENCY`, ` | Outlet` or ` - site.com` after it. */
export function bareTitle(title: string, outlet: string, names: Directory): string {
  const prefix = PREFIX.exec(title)
  if (prefix && isName(prefix[1]!, outlet, names))
    return bareTitle(title.slice(prefix[0].length), outlet, names)
  const suffix = SUFFIX.exec(title)
  if (suffix && (isName(suffix[1]!, outlet, names) || /^[\w-]+(\.\w+)+$/.test(suffix[1]!)))
    return bareTitle(title.slice(0, suffix.index), outlet, names)
  return title
}

export function headline(bare: string): Headline {
  const texts = words(bare).map((word) => word.text)
  return { words: texts, weights: texts.map(weight) }
}

/** How much a word tells: short words are the commonest in most languages; a number names a thing. */
function weight(text: string): number {
  if (/\p{N}/u.test(text)) return 1
  if (!/^[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}']+$/u.test(text)) return 0.7
  return Math.min(1, Math.max(0.15, (text.length - 1) / 6))
}
