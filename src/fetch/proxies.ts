/** Which proxy an address is asked through. Pure. */
import ipaddr from 'ipaddr.js'

/** By the scheme of what is asked, as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say it. */
export interface ProxyRules {
  readonly http: string | null
  readonly https: string | null
  readonly except: readonly string[]
}

/** The proxy's address, its credentials included, or null: directly. */
export function proxyFor(url: URL, rules: ProxyRules | null): URL | null {
  const address = url.protocol === 'https:' ? rules?.https : rules?.http
  if (!rules || !address || rules.except.some((exception) => covers(exception, url))) return null
  return new URL(address)
}

/** `*`, `example.org` and `.example.org` with all below, `10.0.0.0/8`, each also with a port. */
function covers(exception: string, url: URL): boolean {
  if (exception === '*') return true
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const range = exception.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host)) return ipaddr.isValid(range) ? sameAddress(range, host) : isWithin(host, range)
  const [, domain = '', port] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(exception.toLowerCase()) ?? []
  if (port !== undefined && port !== (url.port || (url.protocol === 'https:' ? '443' : '80'))) return false
  return host === domain || host.endsWith(`.${domain}`)
}

function sameAddress(a: string, b: string): boolean {
  return ipaddr.process(a).toNormalizedString() === ipaddr.process(b).toNormalizedString()
}

function isWithin(address: string, range: string): boolean {
  if (!ipaddr.isValidCIDR(range)) return false
  const parsed = ipaddr.process(address)
  const [base, bits] = ipaddr.parseCIDR(range)
  return parsed.kind() === base.kind() && parsed.match(base, bits)
}
