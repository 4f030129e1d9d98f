/** Opens what a request is written to: a connection to the host or to a proxy, through it where need be, TLS on top. */
import http from 'node:http'
import type { Socket } from 'node:net'
import tls from 'node:tls'
import { connect } from './connect.ts'
import { FetchFault } from './fault.ts'
import { basicAuthorization } from './headers.ts'
import type { WireRequest } from './wire.ts'

type Route = Pick<WireRequest, 'url' | 'lookup' | 'proxy' | 'ca' | 'signal'>

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/** @throws FetchFault and whatever a connection throws */
export async function open(route: Route): Promise<Socket> {
  const { url, proxy, ca, signal } = route
  const first = proxy ?? url
  // The owner chose the proxy, which may be anywhere; what it is asked for was checked before.
  const lookup = proxy ? undefined : route.lookup
  const plain = await connect({ host: first.hostname, port: portOf(first), lookup, signal })
  if (url.protocol === 'http:') return proxy?.protocol === 'https:' ? secure(plain, proxy, ca, signal) : plain
  if (!proxy) return secure(plain, url, ca, signal)
  const link = proxy.protocol === 'https:' ? await secure(plain, proxy, ca, signal, ['http/1.1']) : plain
  return secure(await tunnel(link, url, proxy, signal), url, ca, signal)
}

function portOf(url: URL): number {
  return Number(url.port) || DEFAULT_PORTS[url.protocol]!
}

/** Proxy-Authorization, where the proxy's address names a user. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {}
  const [user, password] = [proxy.username, proxy.password].map(decodeURIComponent)
  return { 'proxy-authorization': basicAuthorization(`${user}:${password}`) }
}

/** RFC 9110, section 9.3.6. */
function tunnel(socket: Socket, url: URL, proxy: URL, signal: AbortSignal): Promise<Socket> {
  return new Promise((done, fail) => {
    const target = `${url.hostname}:${portOf(url)}`
    const request = http.request({
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      createConnection: () => socket,
    })
    const stop = () => request.destroy(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    const refuse = (status: number | undefined) => {
      request.destroy()
      const why = status === 407 ? ': it wants user and password' : ''
      fail(new FetchFault(`the proxy refuses with ${status}${why}`))
    }
    request.on('close', () => signal.removeEventListener('abort', stop))
    request.on('error', fail)
    request.on('response', (answer) => refuse(answer.statusCode))
    request.on('connect', (answer, tunnelled, head) => {
      signal.removeEventListener('abort', stop)
      if (answer.statusCode !== 200) return refuse(answer.statusCode)
      if (head.length > 0) tunnelled.unshift(head)
      done(tunnelled as Socket)
    })
    request.end()
  })
}

function secure(
  socket: Socket,
  { hostname }: URL,
  ca: string | null,
  signal: AbortSignal,
  protocols = ['h2', 'http/1.1'],
): Promise<tls.TLSSocket> {
  return new Promise((done, fail) => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const isName = !/^[\d.]+$|:/.test(host)
    const secured = tls.connect({
      socket,
      host,
      ...(isName ? { servername: host } : {}),
      ...(ca ? { secureContext: contextFor(ca) } : {}),
      ALPNProtocols: protocols,
    })
    const stop = () => secured.destroy(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    secured.once('error', (error) => {
      signal.removeEventListener('abort', stop)
      fail(error)
    })
    secured.once('close', () => fail(new FetchFault('the connection was cut')))
    secured.once('secureConnect', () => {
      signal.removeEventListener('abort', stop)
      done(secured)
    })
  })
}

/** Making one reads every authority there is, so each is kept. */
const contexts = new Map<string, tls.SecureContext>()

function contextFor(ca: string): tls.SecureContext {
  const known = contexts.get(ca)
  if (known) return known
  const context = tls.createSecureContext({ ca: [...tls.rootCertificates, ca] })
  contexts.set(ca, context)
  return context
}
