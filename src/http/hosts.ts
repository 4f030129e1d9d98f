/**
 * Which names this server answers to. A page on the web can let its own name point at a private address (DNS rebinding)
 * and have the visitor's browser read what only they can reach; the Host header then bears that page's name.
 */
import ipaddr from 'ipaddr.js'

interface HostRules {
  readonly publicUrl: string
  /** Further names, in lower case. */
  readonly hosts: readonly string[]
  /** Checks every request, not only those that come in at a private address. */
  readonly always: boolean
}

export type HostCheck = (host: string | undefined, localAddress: string | undefined) => boolean

/** Host headers whose verdict is remembered: enough for every name that is in use. */
const KEPT_VERDICTS = 100

/** True where the request may be answered. Browsers always send a Host; a client without one is none. */
export function createHostCheck({ publicUrl, hosts, always }: HostRules): HostCheck {
  const names = new Set([new URL(publicUrl).hostname, ...hosts])
  const isOurs = remembered((host) => isLocalName(nameOf(host)) || names.has(nameOf(host)))
  const isPrivate = remembered((address) => ipaddr.process(address.replace(/%.*$/, '')).range() !== 'unicast')
  return (host, localAddress) => {
    if (host === undefined || host === '' || isOurs(host)) return true
    return !always && !(localAddress !== undefined && isPrivate(localAddress))
  }
}

function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
}

/** What no one on the web can let point anywhere: an address, a name without a dot, a name of the local network. */
function isLocalName(name: string): boolean {
  return (
    ipaddr.isValid(name.replace(/^\[(.*)\]$/, '$1')) ||
    !name.includes('.') ||
    /\.(localhost|local)$/.test(name)
  )
}

function remembered(decide: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>()
  return (text) => {
    const verdict = known.get(text) ?? decide(text)
    if (known.size < KEPT_VERDICTS) known.set(text, verdict)
    return verdict
  }
}
