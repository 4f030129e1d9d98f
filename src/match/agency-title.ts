/** Takes the names of agencies and outlets off a title, so that what is left is the headline. */
import { type Directory, spell } from './credit.ts'

const PREFIX = /^([^:]{2,30}):\s+(?=\S)/u
const SUFFIX = /\s(?:[-–—|]|By)\s([^-–—|]{2,40})$/u

/** Is an agency's name (`AGENCY Money: …` is a programme of it), or the outlet's and hardly anything else. */
function isName(part: string, outlet: string, names: Directory): boolean {
  const [it, own] = [spell(part), spell(outlet)]
  if (names.byName.has(it.replace(/^the /, ''))) return true
  return own !== '' && it.includes(own) && it.split(' ').length <= 5
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
