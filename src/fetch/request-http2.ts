/** One GET over HTTP/2, on a connection on which the server chose it; the connection serves this request alone. */
import http2, { type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { FetchFault } from './fault.ts'
import { MOST_INTERIM_ANSWERS, type WireAnswer, type WireRequest } from './wire.ts'

/** Resolves with the answer's head; reading the body to its end, or destroying it, ends the connection. */
export function sendHttp2(wanted: WireRequest, socket: TLSSocket): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const { url, headers, signal } = wanted
    const session = http2.connect(url.origin, {
      createConnection: () => socket,
      settings: { enablePush: false },
    })
    const stream = session.request(
      { ':method': 'GET', ':path': `${url.pathname}${url.search}`, ...headers },
      { endStream: true },
    )
    const stop = () => {
      reject(signal.reason)
      stream.destroy(signal.reason)
      session.destroy()
    }
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    endTogether(session, stream, reject, () => signal.removeEventListener('abort', stop))
    let interim = 0
    stream.on('headers', () => {
      interim += 1
      if (interim > MOST_INTERIM_ANSWERS) stream.destroy(new FetchFault('too many interim (1xx) answers'))
    })
    stream.on('response', ({ ':status': status = 0, ...answered }) =>
      resolve({
        status,
        headers: answered,
        body: stream,
        isWhole: () => stream.rstCode === 0,
        leniencies: () => [],
      }),
    )
  })
}

function endTogether(
  session: ClientHttp2Session,
  stream: ClientHttp2Stream,
  reject: (error: Error) => void,
  ended: () => void,
): void {
  session.on('error', (error) => {
    reject(error)
    stream.destroy(error)
  })
  session.on('goaway', () => {}) // the stream tells what becomes of it
  stream.on('error', reject)
  stream.on('aborted', () => stream.destroy(new FetchFault('the connection was cut')))
  stream.on('close', () => {
    ended()
    reject(new FetchFault('the connection was cut')) // unless there was an answer
    session.destroy()
  })
}
