import { Parser } from 'htmlparser2'

/**
 * Character references as feeds write them: XML's five, numbers (those of windows-1252's gap meant as that code page)
 * and HTML's names, which no feed declares and many use. A bare `&` and an unknown name stay as they are.
 */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,9})|([a-zA-Z][a-zA-Z0-9]{1,30}));/g, referenced)
}

function referenced(whole: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return named(name)
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  if (code === 9 || code === 10 || code === 13) return String.fromCharCode(code)
  if (code < 32 || code > 0x10ffff) return ''
  return code >= 0x80 && code < 0xa0 ? htmlDecode(whole) : legal(String.fromCodePoint(code))
}

const names = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function named(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  const decoded = htmlDecode(`&${name};`)
  if (decoded !== `&${name};`) names.set(name, decoded)
  return decoded
}

/** htmlparser2 carries the whole table of HTML's names. */
function htmlDecode(reference: string): string {
  let text = ''
  const parser = new Parser({ ontext: (part) => (text += part) })
  parser.end(reference)
  return text
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** The text without the characters that XML 1.0 (section 2.2) forbids. */
export function legal(text: string): string {
  return text.replace(ILLEGAL, '').replace(/\p{Surrogate}/gu, '')
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escapeMarkup(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]!) : text
}
