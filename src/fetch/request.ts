/**
 * One GET on the wire, without following anything. Must leave no socket open and no event unheard: whatever a
 * server sends ends in an answer or in one rejection.
 *
 * Written on node:http because of what has to be at hand: the request itself (to count interim answers and to
 * refuse upgrades), the resolver of each single connection, and header bytes as they came.
 */
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { FetchFault } from './fault.ts'
import type { Lookup } from './guard.ts'

export interface WireRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly lookup: Lookup | undefined
  /** Aborted with the reason as a FetchFault; ends the request or the reading of its body. */
  readonly signal: AbortSignal
}

const maxHeaderBytes = 32 * 1024
const mostInterimAnswers = 16

// No connection is kept: polls of one host are minutes apart, and a socket opened for a feed that may reach
// private addresses must never serve another one.
const plainAgent = new http.Agent({ keepAlive: false })
const tlsAgent = new https.Agent({ keepAlive: false })

/** Resolves with the answer's head; its body is still to be read or destroyed. */
export function send({ url, headers, lookup, signal }: WireRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const secure = url.protocol === 'https:'
    const options = {
      headers,
      maxHeaderSize: maxHeaderBytes,
      ...(lookup ? { lookup } : {}),
    }
    const request = secure
      ? https.get(url, { ...options, agent: tlsAgent })
      : http.get(url, { ...options, agent: plainAgent })
    const stop = () => {
      reject(signal.reason)
      request.destroy()
    }
    signal.addEventListener('abort', stop, { once: true })
    request.on('close', () => signal.removeEventListener('abort', stop))
    let begun: IncomingMessage | undefined
    request.on('error', (error) => {
      reject(error)
      // Bytes beyond the Content-Length are an error after the answer: then it was not whole either.
      begun?.destroy(error)
    })
    let interim = 0
    request.on('information', () => {
      interim += 1
      if (interim > mostInterimAnswers) request.destroy(new FetchFault('too many interim (1xx) answers'))
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
  })
}
