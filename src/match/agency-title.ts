/** Takes the names of agencies and outlets off a title, so that what is left is the headline. */
import { words } from '../fingerprint/words.ts'
import { type Directory, named } from './credit.ts'

const PREFIX = /^([^:]{2,30}):\s+(?=\S)/u
const SUFFIX = /\s(?:[-–—|]|By)\s([^-–—|]{2,40})$/u

/** Names an agency or the outlet itself, and hardly anything else. */
function isName(part: string, outlet: string, names: Directory): boolean {
  if (words(part).length > 5) return false
  const own = spelt(outlet)
  return named(part, names).length > 0 || (own !== '' && spelt(part).includes(own))
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
