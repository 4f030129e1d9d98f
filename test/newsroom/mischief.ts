/**
 * Servers that do everything wrong, byte by byte on raw sockets: each path is one kind of misbehaviour.
 * Counts the sockets that are open, so that a test can see them closed.
 */
import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

type Trick = (socket: Socket) => void

const body = `<rss version="2.0"><channel><title>Fine Valley Radio</title></channel></rss>`
const head = (extra = '') => `HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n${extra}`
const sized = (length: number) => `${head()}Content-Length: ${length}\r\n\r\n`

/** 200 MB of nothing, made beforehand so that making it is not counted against the reader. */
const bomb = gzipSync(Buffer.alloc(200_000_000), { level: 9 })

/** Writes piece after piece for as long as anybody listens. */
function keepWriting(socket: Socket, piece: string | Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece));
  }
  socket.on('drain', more)
  more()
}

function drip(socket: Socket, piece: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(piece), everyMs)
  socket.on('close', () => clearInterval(timer))
}

export const tricks: Readonly<Record<string, Trick>> = {
  '/silent': () => {},
  '/stalls-after-head': (socket) => socket.write(sized(body.length)),
  '/stalls-in-body': (socket) => socket.write(`${sized(body.length)}<rss`),
  '/trickles': (socket) => {
    socket.write(`${head()}\r\n`)
    drip(socket, ' ', 20)
  },
  '/trickles-head': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    drip(socket, 'X-A: b\r\n', 20)
  },
  '/endless': (socket) => {
    socket.write(`${head()}\r\n`)
    keepWriting(socket, Buffer.alloc(65_536, 'a'))
  },
  '/endless-chunks': (socket) => {
    socket.write(`${head()}Transfer-Encoding: chunked\r\n\r\n`)
    keepWriting(socket, `10000\r\n${'a'.repeat(65_536)}\r\n`)
  },
  '/length-too-long': (socket) => socket.end(`${sized(body.length + 10)}${body}`),
  '/length-too-short': (socket) => socket.end(`${sized(body.length - 10)}${body}`),
  '/two-lengths': (socket) => socket.end(`${head('Content-Length: 3\r\nContent-Length: 5\r\n')}\r\n${body}`),
  '/bad-chunks': (socket) => socket.end(`${head()}Transfer-Encoding: chunked\r\n\r\nzz\r\n${body}`),
  '/cut-chunks': (socket) => socket.end(`${head()}Transfer-Encoding: chunked\r\n\r\n10\r\n<rss `),
  '/resets': (socket) => {
    socket.write(`${sized(body.length)}<rss`, () => socket.resetAndDestroy())
  },
  '/resets-at-once': (socket) => socket.resetAndDestroy(),
  '/hangs-up': (socket) => socket.end(),
  '/interim-flood': (socket) => keepWriting(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
  '/continue-flood': (socket) => keepWriting(socket, 'HTTP/1.1 100 Continue\r\n\r\n'),
  '/header-flood': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    keepWriting(socket, `X-Flood: ${'a'.repeat(4000)}\r\n`)
  },
  '/upgrade': (socket) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
  '/not-http': (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
  '/bomb': (socket) => {
    socket.end(Buffer.concat([Buffer.from(`${head('Content-Encoding: gzip\r\n')}\r\n`), bomb]))
  },
  '/cut-gzip': (socket) => {
    const zipped = gzipSync(body)
    const cut = zipped.subarray(0, zipped.length - 12)
    socket.end(Buffer.concat([Buffer.from(`${head('Content-Encoding: gzip\r\n')}\r\n`), cut]))
  },
  '/not-gzip': (socket) => socket.end(`${head('Content-Encoding: gzip\r\n')}\r\n\x00\x01${body}`),
  '/odd-encoding': (socket) => socket.end(`${head('Content-Encoding: compress\r\n')}\r\n${body}`),
  '/chunk-size-flood': (socket) => {
    socket.write(`${head()}Transfer-Encoding: chunked\r\n\r\n`)
    keepWriting(socket, '1'.repeat(4000))
  },
  '/chunk-blanks': (socket) => {
    socket.write(`${head()}Transfer-Encoding: chunked\r\n\r\n`)
    keepWriting(socket, ' '.repeat(4000))
  },
  '/folded-flood': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-A: b\r\n')
    keepWriting(socket, ` ${'c'.repeat(4000)}\n`)
  },
  '/line-feed-flood': (socket) => {
    socket.write('HTTP/1.1 200 OK\nX-A: b\n')
    keepWriting(socket, 'a\n'.repeat(2000))
  },
  '/lengths-at-odds': (socket) => socket.end(`${head('Content-Length: 3, 5\r\n')}\r\n${body}`),
  '/stacked-encoding': (socket) =>
    socket.end(`${head(`Content-Encoding: ${'gzip, '.repeat(50)}gzip\r\n`)}\r\n${body}`),
  '/empty': (socket) => socket.end(`${sized(0)}`),
  '/odd-validators': (socket) =>
    socket.end(Buffer.from(`${head('ETag: "caf\xe9\x80\xff"\r\n')}Content-Length: 4\r\n\r\n<rs>`, 'latin1')),
}

export interface Mischief {
  readonly origin: string
  /** Settles once the next request has come in. */
  asked(): Promise<unknown>
  /** Settles once no socket is open. */
  quiet(): Promise<void>
  close(): Promise<void>
}

/** Starts the lot on loopback. */
export async function startMischief(): Promise<Mischief> {
  const open = new Set<Socket>()
  let atQuiet: (() => void)[] = []
  const server = net.createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      open.delete(socket)
      if (open.size > 0) return
      for (const tell of atQuiet) tell()
      atQuiet = []
    })
    socket.once('data', (request) => {
      tricks[String(request).split(' ')[1] ?? '']?.(socket)
      server.emit('asked')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const quiet = () =>
    open.size === 0 ? Promise.resolve() : new Promise<void>((resolve) => atQuiet.push(resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => once(server, 'asked'),
    quiet,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
