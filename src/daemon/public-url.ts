/** The server's own address, which feeds carry: without `server.publicUrl`, readers elsewhere cannot follow it. */
import { isIP } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from '../config/schema.ts'

/** Warns, once, when somebody connects from another machine though the feeds' own address is this machine's. */
export function warnOfLocalAddress(server: FastifyInstance, publicUrl: string, log: Logger): void {
  const { hostname } = new URL(publicUrl)
  if (hostname !== 'localhost' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))) return
  let warned = false
  server.addHook('onRequest', async ({ ip, host }) => {
    if (warned || isLoopback(ip)) return
    warned = true
    log.warn(
      { publicUrl, from: ip, askedFor: host },
      'readers on other machines cannot follow the links of this feed: set server.publicUrl to the address they use',
    )
  })
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '')
  return isIP(plain) !== 0 && (plain === '::1' || plain.startsWith('127.'))
}

/** Where readers reach the server: what the config says, else made from host and port. */
export function publicUrlOf({ server }: Config): string {
  const host = /^(0\.0\.0\.0|127\.0\.0\.1|::1?)$/.test(server.host) ? 'localhost' : server.host
  return server.publicUrl ?? `http://${host}:${server.port}`
}
