/** Pictures for invented stories. */
import { crc32, deflateSync } from 'node:zlib'

const WIDTH = 320
const HEIGHT = 180
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A small PNG of hills under a sky (PNG specification, ISO/IEC 15948), its colours drawn from the name. */
export function picture(name: string): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  // 8 bits a channel, true colour, no interlace
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(landscape(crc32(name)))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function landscape(seed: number): Buffer {
  const tint = [0, 8, 16].map((shift) => ((seed >>> shift) & 0xff) / 3)
  const horizon = Array.from(
    { length: WIDTH },
    (_, x) => 110 + 25 * Math.sin(x / 37 + seed) + 12 * Math.sin(x / 13),
  )
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3))
  let at = 0
  for (let y = 0; y < HEIGHT; y++) {
    // one filter byte (none) opens each row
    at++
    for (const height of horizon) {
      const light = y < height ? 110 + (70 * y) / HEIGHT : 40
      for (const part of tint) rows[at++] = Math.min(255, part + light)
    }
  }
  return rows
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([frame, typed, sum])
}
