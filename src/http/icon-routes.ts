/** The site's sign, two sheets one folded over the other, as the pictures that feeds and browsers ask for. */
import { crc32, deflateSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

export const ICON_PATH = '/icon.png'
export const LOGO_PATH = '/logo.png'
const DAY = 'public, max-age=86400'
/** RSS allows a picture to be 144 wide at most, Atom wants an icon that is square and a logo twice as wide as high. */
const ICON_SIZE = 96
const FAVICON_SIZE = 32

export function addIconRoutes(app: FastifyInstance): void {
  const pictures = [
    [ICON_PATH, 'image/png', png(ICON_SIZE)],
    [LOGO_PATH, 'image/png', png(ICON_SIZE, 2 * ICON_SIZE)],
    ['/favicon.ico', 'image/x-icon', ico(FAVICON_SIZE)],
  ] as const
  for (const [path, type, bytes] of pictures) {
    app.get(path, async (_request, reply) => reply.type(type).header('cache-control', DAY).send(bytes))
  }
}

type Colour = readonly [red: number, green: number, blue: number, alpha: number]
const PAPER: Colour = [0x0b, 0x4f, 0x8a, 0xff]
const FOLDED: Colour = [0x8c, 0xc2, 0xf0, 0xff]
const NOTHING: Colour = [0, 0, 0, 0]

/** The colour at a place, in sixteenths of the width and the height. */
function colourAt(x: number, y: number): Colour {
  if (x >= 5 && x < 14 && y >= 4 && y < 15 && x + y >= 17) return FOLDED
  return x >= 2 && x < 11 && y >= 1 && y < 15 ? PAPER : NOTHING
}

/** A PNG (ISO/IEC 15948) with 8 bits a channel, alpha and no interlace; the sign is in the middle of its width. */
function png(size: number, width = size): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const at = (pixel: number) => ((pixel + 0.5) * 16) / size
  const left = (width - size) / 2
  const rows = Array.from({ length: size }, (_, y) => [
    0, // no filter
    ...Array.from({ length: width }, (_, x) => [...colourAt(at(x - left), at(y))]).flat(),
  ])
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = deflateSync(Buffer.from(rows.flat()))
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length)
  frame.writeUInt32BE(crc32(typed), 4)
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
}

/** An icon file with one picture, a PNG. */
function ico(size: number): Buffer {
  const picture = png(size)
  const header = Buffer.alloc(22)
  header.writeUInt16LE(1, 2) // an icon
  header.writeUInt16LE(1, 4) // pictures
  header.set([size, size], 6)
  header.writeUInt16LE(1, 10) // planes
  header.writeUInt16LE(32, 12) // bits a pixel
  header.writeUInt32LE(picture.length, 14)
  header.writeUInt32LE(header.length, 18)
  return Buffer.concat([header, picture])
}
