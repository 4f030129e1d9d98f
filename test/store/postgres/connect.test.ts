/** A connection that ends in an unlucky moment. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { connect } from '../../../src/store/postgres/connect.ts'

/** A message of the protocol: its type, its length, its content (https://www.postgresql.org/docs/15/protocol-message-formats.html). */
function message(type: string, content: string): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(content.length + 4, 1)
  return Buffer.concat([head, Buffer.from(content, 'latin1')])
}

const WELCOME = [message('R', '\0\0\0\0'), message('Z', 'I')]
const FAREWELL = message('E', 'SFATAL\0C57P01\0Mterminating connection\0\0')

it('a server that says in one breath that it is ready and that it stops ends no process', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([...WELCOME, FAREWELL])))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const db = connect({ url: `postgres://somebody@127.0.0.1:${(server.address() as AddressInfo).port}/news` })
  onTestFinished(async () => {
    await db.close()
    server.close()
  })
  const ended: unknown[] = []
  const note = (error: unknown) => ended.push(error)
  process.prependListener('uncaughtException', note)
  onTestFinished(() => void process.off('uncaughtException', note))
  await expect(db.rows('SELECT 1')).rejects.toThrow(/^the database .* failed: /)
  expect(ended).toEqual([])
})
