/** Reads the credits of an entry against the agencies we know: which of them does it name as its source? */

import type { MatchEntry } from '../../contract/matching.ts'
import type { Address } from '../../fingerprint/address.ts'
import { words } from '../../fingerprint/words.ts'
import { AGENCIES, type Agency } from './agencies.ts'

/** Agencies by the words of each of their names and by host. */
export interface Directory {
  readonly byName: ReadonlyMap<string, string>
  readonly byHost: ReadonlyMap<string, string>
  /** By the first words of a folder of addresses. */
  readonly byFolder: ReadonlyMap<string, string>
  /** The first word of each name. */
  readonly openings: ReadonlySet<string>
  readonly longest: number
}

export function directory(agencies: readonly Agency[]): Directory {
  const byName = new Map<string, string>()
  const byHost = new Map<string, string>()
  const byFolder = new Map<string, string>()
  for (const { name, aliases = [], hosts = [], folders = [] } of agencies) {
    for (const folder of folders) byFolder.set(folder, name)
    for (const alias of [name, ...aliases]) byName.set(spell(alias), name)
    for (const host of hosts) byHost.set(host, name)
  }
  const longest = Math.max(...[...byName.keys()].map((name) => name.split(' ').length))
  const openings = new Set([...byName.keys()].map((name) => name.split(' ')[0]!))
  return { byName, byHost, byFolder, openings, longest }
}

/**
 * The agencies that a config knows: the built-in ones unless it gives `only` its own, and those that it marks a feed as
 * the own one of, where no name of an agency says the same.
 */
export function knownAgencies(config: {
  readonly agencies: { readonly only: readonly Agency[] | null; readonly add: readonly Agency[] }
  readonly feeds: readonly { readonly agency: string | null }[]
}): readonly Agency[] {
  const agencies = config.agencies.only ?? [...config.agencies.add, ...AGENCIES]
  const { byName } = directory(agencies)
  const marked = new Set(config.feeds.flatMap(({ agency }) => agency ?? []))
  return [...agencies, ...[...marked].filter((name) => !byName.has(spell(name))).map((name) => ({ name }))]
}

/** A name as its lower-case words: `The Media Line` and `THE MEDIA-LINE` are spelt alike. */
export function spell(name: string): string {
  return words(name)
    .map((word) => word.text)
    .join(' ')
}

/** The agencies that a phrase names. */
export function named(phrase: string, names: Directory): string[] {
  return findNames(spell(phrase).split(' '), names).map(({ agency }) => agency)
}

function findNames(texts: readonly string[], { byName, openings, longest }: Directory) {
  const found: { agency: string; length: number }[] = []
  for (let i = 0; i < texts.length; i++) {
    if (!openings.has(texts[i]!)) continue
    for (let length = Math.min(longest, texts.length - i); length > 0; length--) {
      const agency = byName.get(texts.slice(i, i + length).join(' '))
      if (!agency) continue
      found.push({ agency, length })
      i += length - 1
      break
    }
  }
  return found
}

/** The agencies that a part of a title is: `UPI`, `Reuters Health`. In `UPI fees debate` those letters are a word. */
function nameAlone(part: string, names: Directory): string[] {
  const texts = spell(part).split(' ')
  const found = findNames(texts, names)
  const length = found.reduce((sum, name) => sum + name.length, 0)
  return 2 * length >= texts.length ? found.map(({ agency }) => agency) : []
}

/**
 * The agencies whose text this entry says it is: by dateline, byline or source line, else by the end or the
 * beginning of its title, else because its address, or that of the page that it calls canonical, is on the agency's own
 * host; and the one whose folder it is in.
 */
export function credited(
  entry: MatchEntry,
  phrases: readonly string[],
  addresses: readonly Address[],
  names: Directory,
): Set<string> {
  const found = new Set(phrases.flatMap((phrase) => named(phrase, names)))
  if (!found.size)
    for (const part of titleCredits(entry.title)) for (const name of nameAlone(part, names)) found.add(name)
  if (!found.size) for (const name of named(entry.outlet, names)) found.add(name)
  for (const { host, folders } of addresses) {
    const name = inFolders(folders, names) ?? (found.size ? undefined : names.byHost.get(host))
    if (name) return found.add(name)
  }
  return found
}

/** The longest name of a folder: `ap`, `ap us politics news`. */
const FOLDER_WORDS = 4

/** The agency that a folder of the address names, alone or before a section. */
function inFolders(folders: readonly string[], { byFolder }: Directory): string | undefined {
  for (const folder of folders) {
    const texts = folder.split(' ')
    if (texts.length > FOLDER_WORDS) continue
    const name = byFolder.get(folder) ?? byFolder.get(texts.slice(0, 2).join(' ')) ?? byFolder.get(texts[0]!)
    if (name) return name
  }
  return undefined
}

/** The people in the byline, each as the words of a name; a single word is a desk or a site. */
export function authorsOf({ author }: MatchEntry): string[] {
  const names = (author ?? '')
    .split(/[,;&/|]|\s(?:and|und|et|y|e)\s/u)
    .map((name) => spell(name.replace(/^\s*by\s/i, '')))
  return names.filter((name) => name.includes(' ') && !/\bstaff\b/.test(name))
}

/** What stands before and behind a headline as names do, spelt, without `the`. */
export function namesOnTitle(title: string): string[] {
  return titleCredits(title)
    .map(spellName)
    .filter((name) => name !== '')
}

/** A name as its words, whether or not it is written with an article. */
export function spellName(name: string): string {
  return spell(name).replace(/^the /, '')
}

/** Whether a phrase has all the words of a name (spelt) in a row. */
export function saysName(phrase: string, name: string): boolean {
  return ` ${spell(phrase)} `.includes(` ${name} `)
}

/** `AGENCY: Title`, `Title - AGENCY`, `Title | AGENCY`, `Title By AGENCY - Site` */
function titleCredits(title: string): string[] {
  const suffix = /(?:\s[-–—|•]\s|\sBy\s)([^-–—|•]{2,30})$/u.exec(title)?.[1]
  const inner = /\sBy\s([^-–—|]{2,30})\s[-–—|]\s[^-–—|]{2,30}$/u.exec(title)?.[1]
  const prefix = /^([^:]{2,30}):\s/u.exec(title)?.[1]
  return [inner, suffix, prefix].filter((part) => part !== undefined)
}

/** Names shorter than this are equal or they are different. Letters. */
const WHOLE_NAME = 4

/** A name without blanks and article, as it may be written in a host: `The Daily Beast` → `dailybeast`. */
export function squash(name: string): string {
  return spellName(name).replaceAll(/[ '’]/g, '')
}

/** Whether two names, squashed, are one, or the one is the other's beginning: `cbsnews`, `cbs`. */
export function isSameName(a: string, b: string): boolean {
  if (a === b) return a !== ''
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  return short.length >= WHOLE_NAME && long.startsWith(short)
}

export function hostOf(link: string | null): string {
  const host = link && URL.canParse(link) ? new URL(link).hostname : ''
  return host.replace(/^www\./, '')
}
