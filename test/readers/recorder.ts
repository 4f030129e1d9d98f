import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Reader } from './readers.ts'

interface Exchange {
  readonly ifNoneMatch: string | null
  readonly status: number
  readonly etag: string | null
}

/** A proxy before the daemon that notes what each reader asked and was answered. */
export interface Recorder {
  /** Where this reader subscribes to this format: its own path, so that its requests are known. */
  url(reader: Reader, format: string): string
  exchanges(reader: Reader, format: string): readonly Exchange[]
  statuses(reader: Reader, format: string): string
  /** Whether the last two answers were different documents. */
  changedSince(reader: Reader, format: string): boolean
  close(): Promise<void>
}

export async function openRecorder(base: string): Promise<Recorder> {
  const noted = new Map<string, Exchange[]>()
  const server = createServer((asked, answer) => {
    const [, name = '', ...rest] = asked.url!.split('/')
    const target = new URL(rest.join('/'), `${base}/`)
    const forward = request(
      target,
      { method: asked.method!, headers: { ...asked.headers, host: target.host } },
      (got) => {
        const key = `${name}/${rest.at(-1)}`
        const exchange = {
          ifNoneMatch: asked.headers['if-none-match'] ?? null,
          status: got.statusCode!,
          etag: got.headers.etag ?? null,
        }
        noted.set(key, [...(noted.get(key) ?? []), exchange])
        answer.writeHead(got.statusCode!, got.headers)
        got.pipe(answer)
      },
    )
    forward.on('error', () => answer.destroy())
    asked.pipe(forward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const exchanges = (reader: Reader, format: string) => noted.get(`${reader.name}/${format}`) ?? []
  return {
    url: (reader, format) => `http://127.0.0.1:${port}/${reader.name}/${format}`,
    exchanges,
    statuses: (reader, format) =>
      exchanges(reader, format)
        .map((one) => one.status)
        .join(' '),
    changedSince: (reader, format) => {
      const [last, before] = exchanges(reader, format).slice(-2).reverse()
      return last?.etag !== before?.etag
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
