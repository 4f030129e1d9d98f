/** From bytes to text. */
import iconv from 'iconv-lite'
import { guessCharset, isDecodable } from './guess-charset.ts'

/**
 * A document's text from its bytes. The order is RFC 7303's (byte order mark, HTTP charset, XML declaration), then a
 * guess; a charset that does not fit the bytes is passed over. `forced` is what the config says, against all of them.
 * Nothing here throws: the last resort is windows-1252.
 */
export function decode(body: Uint8Array, contentType: string | null, forced: string | null = null): string {
  if (forced !== null) return decodeLeniently(forced, body)
  const mark = byteOrderMark(body)
  if (mark) return decodeAs(mark.charset, body.subarray(mark.length)) ?? ''
  const wide = wideCharset(body)
  if (wide) return decodeAs(wide, body) ?? decodeLoosely(body)
  const [fromHttp, fromDocument] = [narrow(charsetOf(contentType)), narrow(declaredCharset(body))]
  const named = fromHttp ?? fromDocument
  const utf8 = decodeAs('utf-8', body)
  if (utf8 !== null && (named === null || isWestern(named))) return utf8
  const isUtf8Named = [fromHttp, fromDocument].some((charset) => charset !== null && isUtf8(charset))
  if (utf8 === null && isUtf8Named) {
    const cut = decodeCutUtf8(body)
    if (cut !== null) return cut
  }
  for (const charset of [fromHttp, fromDocument]) {
    const text = charset && decodeAs(charset, body)
    if (text) return text
  }
  return utf8 ?? decodeLoosely(body)
}

function isUtf8(charset: string): boolean {
  return isDecodable(charset) && new TextDecoder(charset).encoding === 'utf-8'
}

function decodeLeniently(charset: string, body: Uint8Array): string {
  return (
    decodeAs(charset, body) ??
    (isDecodable(charset) ? new TextDecoder(charset).decode(body) : decodeLoosely(body))
  )
}

function byteOrderMark(body: Uint8Array): { charset: string; length: number } | null {
  const [a, b, c, d] = body
  if (a === 0xef && b === 0xbb && c === 0xbf) return { charset: 'utf-8-loose', length: 3 }
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { charset: 'utf-32le', length: 4 }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { charset: 'utf-32be', length: 4 }
  if (a === 0xff && b === 0xfe) return { charset: 'utf-16le', length: 2 }
  if (a === 0xfe && b === 0xff) return { charset: 'utf-16be', length: 2 }
  return null
}

/** UTF-16 and UTF-32 without a mark: XML 1.0, appendix F, tells them by the places of the zero bytes around `<`. */
function wideCharset(body: Uint8Array): string | null {
  const [a, b, c, d] = body
  if (a === 0x3c && b === 0) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0 && b === 0x3c) return 'utf-16be'
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return 'utf-32be'
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94) return 'cp037'
  return null
}

/** A document that names UTF-16 or UTF-32, but has no zero bytes, is in something else. */
function narrow(charset: string | null): string | null {
  return charset && /^(?:utf-?(?:16|32)|ucs-?[24]|unicode)/.test(charset) ? null : charset
}

function charsetOf(contentType: string | null): string | null {
  return /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? null
}

function declaredCharset(body: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(body.subarray(0, 1024))
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["']\s*([\w.:-]+)/i.exec(head)?.[1]?.toLowerCase() ?? null
}

/** Servers name this charset by default, and any bytes fit it: bytes that are valid UTF-8 are so not by chance. */
function isWestern(charset: string): boolean {
  return isDecodable(charset) && new TextDecoder(charset).encoding === 'windows-1252'
}

/** null when there is no such charset or the bytes are not in it. */
function decodeAs(charset: string, body: Uint8Array): string | null {
  if (charset === 'utf-8-loose') return new TextDecoder('utf-8').decode(body)
  try {
    const decoder = new TextDecoder(charset, { fatal: !charset.startsWith('utf-16') })
    return decoder.encoding === 'windows-1252' ? decodeWestern(body) : decoder.decode(body)
  } catch {
    return decodeByTable(charset, body)
  }
}

/** Node's own decoder leaves the bytes 0x80 to 0x9F as controls (seen in 20.20), where this charset has quotes and dashes. */
function decodeWestern(body: Uint8Array): string {
  return iconv.decode(body, 'windows-1252')
}

/** Legacy charsets that the WHATWG's list leaves out (UTF-7, UTF-32, code pages of DOS and the Mac). */
function decodeByTable(charset: string, body: Uint8Array): string | null {
  if (isDecodable(charset) || !iconv.encodingExists(charset)) return null
  return iconv.decode(body, charset)
}

/** The first bytes of a character of UTF-8 that was cut, as in excerpts that are counted in bytes. */
const CUT =
  /(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})(?=\s*(?:<|\]\]|&|\.\.|\[|$))/g
const SOUND = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g
const BEGUN = /[\xe0-\xf4][\x80-\xbf]/

/** Bytes that are looked at to tell what they are, from the first beyond ASCII on. */
const SAMPLE = 2 ** 20

function sampleOf(body: Uint8Array): Buffer {
  const start = Math.max(
    0,
    body.findIndex((byte) => byte >= 0x80),
  )
  const sample = body.subarray(start, start + SAMPLE)
  return Buffer.from(sample.buffer, sample.byteOffset, sample.length)
}

/** The text where UTF-8 was declared and only characters that were cut break it; null for any other bytes. */
function decodeCutUtf8(body: Uint8Array): string | null {
  const bytes = sampleOf(body).toString('latin1')
  const rest = bytes.replace(SOUND, '')
  const sound = (bytes.length - rest.length) / 2
  const cuts = rest.match(CUT) ?? []
  const stray = rest.replace(CUT, '').match(/[\x80-\xff]/g)?.length ?? 0
  const isUtf8 = sound > stray * 2 || (stray === 0 && cuts.some((cut) => BEGUN.test(cut)))
  return isUtf8 && sound + cuts.length > 0 ? new TextDecoder('utf-8').decode(body) : null
}

/** Mostly UTF-8 with a few broken bytes (text cut in the middle of a character) is still UTF-8. */
function decodeLoosely(body: Uint8Array): string {
  const sample = new TextDecoder('utf-8').decode(sampleOf(body))
  const broken = sample.match(/\ufffd/g)?.length ?? 0
  const sound = sample.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0
  return sound > broken * 4
    ? new TextDecoder('utf-8').decode(body)
    : decodeLeniently(guessCharset(body), body)
}
