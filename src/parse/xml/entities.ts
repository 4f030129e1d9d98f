/** Characters that are written as references, and those that no document may hold. */
import { decodeHTMLStrict } from 'entities'

/**
 * Character references as feeds write them: XML's five, numbers (those of windows-1252's gap meant as that code page)
 * and HTML's names, which no feed declares and many use. A bare `&` and an unknown name stay as they are.
 */
export function decodeReferences(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(joinSurrogates(text)) : text
}

const PAIR = /&#(?:x0*(d[89ab][\da-f]{2})|0*(5[56]\d{3}));&#(?:x0*(d[c-f][\da-f]{2})|0*(5[67]\d{3}));/gi

/** A character beyond U+FFFF that is written as two references, one for each half of its pair in UTF-16. */
export function joinSurrogates(text: string): string {
  if (!text.includes('&#')) return text
  return text.replace(PAIR, (whole, highHex, high, lowHex, low) => {
    const pair = String.fromCharCode(code(highHex, high), code(lowHex, low))
    return pair.codePointAt(0)! > 0xffff ? pair : whole
  })
}

function code(hex: string | undefined, decimal: string | undefined): number {
  return hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

/** The same, and all surrogates: without the u flag, which would take five times as long for every text. */
const MAYBE_ILLEGAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/

/** The text without the characters that XML 1.0 (section 2.2) forbids. */
export function legal(text: string): string {
  return MAYBE_ILLEGAL.test(text) ? text.replace(ILLEGAL, '') : text
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escapeMarkup(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!) : text
}
