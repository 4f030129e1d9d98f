/** What may lie between a program and its server: on loopback, it passes bytes on, cuts connections or lets them hang. */

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

interface TcpProxy {
  /** The address that was given, by way of the proxy. */
  readonly url: string
  /** Ends every connection, and each new one at once, until it is mended. */
  cut(): void
  /** Passes nothing on any more, neither of old connections nor of new ones; none is ended. */
  hang(): void
  /** Is as before; what hung goes on where it was. */
  mend(): void
  /** Lets new connections pass; what hung is never heard of again, as where a router has forgotten it. */
  forget(): void
  /** Cuts when the program has sent so many pieces more, and is mended once it has ended so many new connections. */
  cutAfter(pieces: number, refusals?: number): void
}

/** Stands before the server that an address names (`postgres://user@127.0.0.1:5432/name`). */
export async function startProxy(server: string): Promise<TcpProxy> {
  const target = new URL(server)
  const alive = new Set<Socket>()
  let state: 'passing' | 'cut' | 'hanging' = 'passing'
  let left = Number.POSITIVE_INFINITY
  let refusalsLeft = Number.POSITIVE_INFINITY

  function cut(): void {
    state = 'cut'
    left = Number.POSITIVE_INFINITY
    for (const socket of alive) socket.resetAndDestroy()
  }

  function keep(socket: Socket, other: Socket): void {
    alive.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      alive.delete(socket)
      other.destroy()
    })
    socket.on('data', (piece) => other.write(piece))
    if (state === 'hanging') socket.pause()
  }

  const proxy = createServer((client) => {
    if (state === 'cut') {
      refusalsLeft -= 1
      if (refusalsLeft <= 0) state = 'passing'
      return void client.resetAndDestroy()
    }
    const upstream = connect(Number(target.port), target.hostname)
    keep(client, upstream)
    keep(upstream, client)
    client.on('data', () => {
      left -= 1
      if (left < 0) cut()
    })
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => proxy.once('listening', resolve))
  onTestFinished(() => {
    proxy.close()
    for (const socket of alive) socket.destroy()
  })
  const url = new URL(server)
  url.port = String((proxy.address() as AddressInfo).port)
  return {
    url: url.href,
    cut,
    hang() {
      state = 'hanging'
      for (const socket of alive) socket.pause()
    },
    mend() {
      state = 'passing'
      for (const socket of alive) socket.resume()
    },
    forget() {
      state = 'passing'
    },
    cutAfter(pieces, refusals = Number.POSITIVE_INFINITY) {
      left = pieces
      refusalsLeft = refusals
    },
  }
}
