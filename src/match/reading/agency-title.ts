/** Takes the names of agencies and outlets off a title, so that what is left is the headline. */
import type { Agency } from './agencies.ts'
import { type Directory, directory, spell, spellName } from './credit.ts'

const PREFIX = /^([^:]{2,30}):\s+(?=\S)/u
const SUFFIX = /\s(?:[-–—|•]|By)\s([^-–—|•]{2,40})$/u

/** What tells a name from the words of a headline. */
export interface Names {
  readonly outlet: string
  readonly agencies: Directory
  /** Names, spelt, that were learned from the titles of an outlet. */
  readonly sources: ReadonlySet<string>
}

/** Is an agency's name (`AGENCY Money: …` is a programme of it), or the outlet's and hardly anything else. */
function isName(part: string, { outlet, agencies, sources }: Names): boolean {
  const [it, name, own] = [spell(part), spellName(part), spell(outlet)]
  if (agencies.byName.has(it) || agencies.byName.has(name) || sources.has(name)) return true
  return own !== '' && ` ${it} `.includes(` ${own} `) && it.split(' ').length <= 5
}

/** How far a report has grown, as agencies mark it: it stays one story. */
const STAGE =
  /^(?:(?:UPDATE|WRAPUP|REFILE|RPT|CORRECTED|CORRECTION|UPDATED)[ -]?\d*\s?[-–—:]\s*|(?:BREAKING(?: NEWS)?|URGENT[EI]?|FLASH|ALERT|EXCLUSIVE|JUST IN|EIL(?:MELDUNG)?|ULTIM[’']ORA|ALERTE|ÚLTIMA HORA|СРОЧНО|МОЛНИЯ)\s?[-–—:|]\s*)+/iu

/** The title without `UPDATE 2-` or `BREAKING: ` before it. */
export function withoutStage(title: string): string {
  return title.replace(STAGE, '')
}

/** The title without `AGENCY: ` before it and ` - AGENCY`, ` | Outlet` or ` - site.com` after it. */
export function bareTitle(title: string, names: Names): string {
  const prefix = PREFIX.exec(title)
  if (prefix && isName(prefix[1]!, names)) return bareTitle(title.slice(prefix[0].length), names)
  const suffix = SUFFIX.exec(title)
  if (suffix && (isName(suffix[1]!, names) || /^[\w-]+(\.\w+)+$/.test(suffix[1]!)))
    return bareTitle(title.slice(0, suffix.index), names)
  return title
}

const SITE = /^(.+\S)\s[-–—|•]\s(?:[\p{Lu}\p{Lo}][\p{L}.&'’]*(?:\s|$)){1,3}$/u
/** A title that is left with fewer words was more than a headline and a name. */
const HEADLINE_WORDS = 4

/** The title without what looks like the name of a site at its end: an outlet that gathers others' puts it there. */
export function withoutSite(title: string): string {
  const head = SITE.exec(title)?.[1]
  return head && head.split(' ').length >= HEADLINE_WORDS ? head : title
}

/** Takes an agency's name from before a headline: `The Media Line: Talks resume` → `Talks resume`. */
export function createAgencyStripper(agencies: readonly Agency[]): (title: string) => string {
  const names = directory(agencies)
  return (title) => {
    const prefix = PREFIX.exec(title)
    return prefix && names.byName.has(spell(prefix[1]!)) ? title.slice(prefix[0].length) : title
  }
}
