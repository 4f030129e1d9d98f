/**
 * One GET on the wire, without following anything. Must leave no socket open and no event unheard: whatever a
 * server sends ends in an answer or in one rejection.
 *
 * Written on node:http because of what has to be at hand: the request itself (to count interim answers and to
 * refuse upgrades), the connection it is written to, and header bytes as they came.
 */
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { FetchFault } from './fault.ts'
import { MendingSocket, MOST_HEAD_BYTES } from './mending-socket.ts'
import { open, proxyHeaders } from './open.ts'
import { sendHttp2 } from './request-http2.ts'
import { MOST_INTERIM_ANSWERS, type WireAnswer, type WireRequest } from './wire.ts'

/** The server chose HTTP/2 (ALPN): the request is to be written anew, to the same connection. */
class Http2Chosen extends Error {
  readonly socket: TLSSocket

  constructor(socket: TLSSocket) {
    super('the server chose HTTP/2')
    this.socket = socket
  }
}

/** Resolves with the answer's head; its body is still to be read or destroyed. */
export async function send(request: WireRequest): Promise<WireAnswer> {
  try {
    return await sendHttp1(request)
  } catch (error) {
    if (error instanceof Http2Chosen) return sendHttp2(request, error.socket)
    throw error
  }
}

function sendHttp1(wanted: WireRequest): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const { url, signal } = wanted
    signal.throwIfAborted()
    // No connection is kept: polls of one host are minutes apart, and a socket opened for a feed that may reach
    // private addresses must never serve another one.
    let mending: MendingSocket | undefined
    const createConnection = (_: unknown, done: (error: Error | null, socket?: Duplex) => void) => {
      open(wanted).then(
        (socket) => {
          if (isHttp2(socket)) return done(new Http2Chosen(socket))
          mending = new MendingSocket(socket)
          done(null, mending)
        },
        (error) => done(error),
      )
      return undefined
    }
    const request = (url.protocol === 'https:' ? https : http).get(url, {
      ...throughProxy(wanted),
      maxHeaderSize: 2 * MOST_HEAD_BYTES, // mending may add to it
      createConnection: createConnection as never,
    })
    const stop = () => {
      reject(signal.reason)
      request.destroy()
    }
    signal.addEventListener('abort', stop, { once: true })
    request.on('close', () => signal.removeEventListener('abort', stop))
    listen(request, reject, (answer) =>
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        body: answer,
        isWhole: () => answer.complete,
        leniencies: () => mending?.leniencies ?? [],
      }),
    )
  })
}

function isHttp2(socket: Socket): socket is TLSSocket {
  return socket instanceof TLSSocket && socket.alpnProtocol === 'h2'
}

/** RFC 9112, section 3.2.2: a proxy is told the whole address. With TLS it was told where to connect to. */
function throughProxy({ url, proxy, headers }: WireRequest) {
  if (!proxy || url.protocol === 'https:') return { headers }
  return { path: url.href, headers: { ...headers, host: url.host, ...proxyHeaders(proxy) } }
}

function listen(
  request: http.ClientRequest,
  reject: (error: Error) => void,
  resolve: (answer: IncomingMessage) => void,
): void {
  let begun: IncomingMessage | undefined
  request.on('error', (error) => {
    reject(error)
    // Bytes beyond the Content-Length are an error after the answer: then it was not whole either.
    begun?.destroy(error)
  })
  let interim = 0
  request.on('information', () => {
    interim += 1
    if (interim > MOST_INTERIM_ANSWERS) request.destroy(new FetchFault('too many interim (1xx) answers'))
  })
  request.on('upgrade', (_answer, socket) => {
    socket.destroy()
    reject(new FetchFault('the server answered with another protocol'))
  })
  request.on('response', (answer) => {
    // Heard here already: the error may come before anybody reads the body.
    answer.on('error', () => {})
    begun = answer
    resolve(answer)
  })
}
