/**
 * What an outlet is called: as the config says, else by its feed's title. A title that another site's feed has as its name
 * already gets a suffix, because filters and counts know outlets by their names, and anybody may write any title; a long
 * one is cut. Pure.
 */
import { getDomain } from 'tldts'

/** A feed's row, as far as its name goes. */
export interface NameRow {
  readonly url: string
  readonly title: string | null
  /** What it is called now. */
  readonly outlet: string
  readonly configured_outlet: string | null
}

/** In UTF-16 units: pages show it beside each of its stories, and it is part of addresses, which are limited. */
const LONGEST = 120

/** The name that a feed wants of its own accord: null where the config names it, or nothing does. */
export function wantedName({ title, configured_outlet }: NameRow): string | null {
  return configured_outlet === null && title ? shortened(title) : null
}

function shortened(title: string): string {
  if (title.length <= LONGEST) return title
  const beginning = title.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, '')
  return `${beginning.trimEnd()}…`
}

/** `namesakes`: the addresses of the other feeds that are subscribed and called so. Feeds of one site are one outlet. */
export function nameBeside(wanted: string, url: string, namesakes: readonly string[]): string {
  const site = siteOf(url)
  const isTaken = namesakes.some((other) => siteOf(other) !== site)
  return isTaken ? `${wanted} (${hostOf(url)})` : wanted
}

/** The end of one that is very long: sites differ there. */
function hostOf(url: string): string {
  const host = new URL(url).hostname.replace(/^www\./, '')
  return host.length <= LONGEST ? host : `…${host.slice(1 - LONGEST)}`
}

/** The registrable domain, else the host; what is under `github.io` is somebody's own. */
function siteOf(url: string): string {
  return getDomain(url, { allowPrivateDomains: true }) ?? new URL(url).hostname
}
