/**
 * Opens a connection to a name, trying all its addresses as RFC 8305 says: families in turn, a new attempt whenever the
 * last one failed or has not connected for a moment. The first that connects is taken.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import net, { type Socket } from 'node:net'
import { FetchFault } from './fault.ts'
import type { Lookup } from './guard.ts'

interface Target {
  readonly host: string
  readonly port: number
  /** Resolves the name, and refuses what may not be connected to; the system's resolver unless another is given. */
  readonly lookup: Lookup | undefined
  readonly signal: AbortSignal
}

/** RFC 8305, section 5: the recommended Connection Attempt Delay. Milliseconds. */
const ATTEMPT_DELAY_MS = 250
/** More addresses of one name are not tried. */
const MOST_ADDRESSES = 16

/** @throws FetchFault, or what the first address failed with when all of them failed */
export async function connect({ host, port, lookup, signal }: Target): Promise<Socket> {
  const name = host.replace(/^\[|\]$/g, '')
  const family = net.isIP(name)
  const found = family ? [{ address: name, family }] : await resolve(name, lookup)
  signal.throwIfAborted()
  return race(inTurn(found).slice(0, MOST_ADDRESSES), port, signal)
}

function resolve(name: string, lookup: Lookup = systemLookup as Lookup): Promise<LookupAddress[]> {
  return new Promise((done, fail) => {
    lookup(name, { all: true }, (error, found) => {
      if (error) return fail(error)
      done(Array.isArray(found) ? found : [{ address: found, family: net.isIP(found) }])
    })
  })
}

/** RFC 8305, section 4: the resolver's order, but one of each family after the other. */
export function inTurn(found: readonly LookupAddress[]): LookupAddress[] {
  const first = found.filter(({ family }) => family === found[0]?.family)
  const others = found.filter(({ family }) => family !== found[0]?.family)
  const longest = Math.max(first.length, others.length)
  return Array.from({ length: longest }, (_, i) => [first[i], others[i]])
    .flat()
    .filter((address) => address !== undefined)
}

function race(addresses: readonly LookupAddress[], port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((done, fail) => {
    const open = new Set<Socket>()
    const errors: Error[] = []
    let next = 0
    let timer: NodeJS.Timeout | undefined

    const settle = (taken?: Socket) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      for (const socket of open) if (socket !== taken) socket.destroy()
    }
    const stop = () => {
      settle()
      fail(signal.reason)
    }
    const attempt = () => {
      clearTimeout(timer)
      const address = addresses[next++]
      if (!address) {
        if (open.size > 0) return
        settle()
        return fail(errors[0] ?? new FetchFault('the name has no address'))
      }
      const socket = net.connect({ host: address.address, port, autoSelectFamily: false })
      open.add(socket)
      socket.once('connect', () => {
        socket.removeAllListeners('error')
        settle(socket)
        done(socket)
      })
      socket.once('error', (error) => {
        open.delete(socket)
        socket.on('error', () => {}) // a socket that lost may still complain
        errors.push(error)
        attempt()
      })
      if (next < addresses.length) timer = setTimeout(attempt, ATTEMPT_DELAY_MS)
    }
    signal.addEventListener('abort', stop, { once: true })
    attempt()
  })
}
