import iconv from 'iconv-lite'
import { guessCharset } from './guess-charset.ts'

/**
 * A document's text from its bytes. The order is RFC 7303's (byte order mark, HTTP charset, XML declaration), then a
 * guess; a charset that does not fit the bytes is passed over. Nothing here throws: the last resort is windows-1252.
 */
export function decode(body: Uint8Array, contentType: string | null): string {
  const mark = byteOrderMark(body)
  if (mark) return decodeAs(mark.charset, body.subarray(mark.length)) ?? ''
  const wide = wideCharset(body)
  const named = wide ?? narrow(charsetOf(contentType)) ?? narrow(declaredCharset(body))
  const utf8 = decodeAs('utf-8', body)
  if (utf8 !== null && (named === null || isWestern(named))) return utf8
  return (named && decodeAs(named, body)) || (utf8 ?? decodeLoosely(body, named))
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

/** UTF-16 and UTF-32 without a mark: XML 1.0, appendix F, tells them by where the zero bytes around `<` stand. */
function wideCharset(body: Uint8Array): string | null {
  const [a, b, c, d] = body
  if (a === 0x3c && b === 0) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0 && b === 0x3c) return 'utf-16be'
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return 'utf-32be'
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94) return 'cp037'
  return null
}

/** Who only says UTF-16 or UTF-32, without its zero bytes, wrote something else. */
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

/** The charset that servers name by default, and that any bytes fit: sound UTF-8 is more than chance against it. */
function isWestern(charset: string): boolean {
  return isStandard(charset) && new TextDecoder(charset).encoding === 'windows-1252'
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

/** Charsets of old that the WHATWG's list leaves out (UTF-7, UTF-32, code pages of DOS and the Mac). */
function decodeByTable(charset: string, body: Uint8Array): string | null {
  if (isStandard(charset) || !iconv.encodingExists(charset)) return null
  return iconv.decode(body, charset)
}

function isStandard(charset: string): boolean {
  try {
    new TextDecoder(charset)
    return true
  } catch {
    return false
  }
}

/** Mostly UTF-8 with a few broken bytes (text cut in the middle of a character) is still UTF-8. */
function decodeLoosely(body: Uint8Array, named: string | null): string {
  const utf8 = new TextDecoder('utf-8').decode(body)
  const broken = utf8.match(/\ufffd/g)?.length ?? 0
  const sound = utf8.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0
  if (sound > broken * 4) return utf8
  const charset = named && isStandard(named) && !/^utf-?\d/.test(named) ? named : guessCharset(body)
  return charset === 'windows-1252' ? decodeWestern(body) : new TextDecoder(charset).decode(body)
}
