/**
 * The charset of bytes that name none and are no UTF-8: chardet's opinion, checked against the letters that its charset
 * makes of them. What it takes for an ISO charset may be the Windows one of the same script, which has more letters.
 */
import chardet from 'chardet'

/** Bytes of text, without markup, that are looked at. */
const SAMPLE = 8_000

export function guessCharset(body: Uint8Array): string {
  const sample = sampleOf(body)
  if (sample.filter((byte) => byte >= 0x80).length < 6) return 'windows-1252'
  if (isBaltic(sample)) return 'windows-1257' // which chardet does not know
  const opinions = chardet
    .analyse(sample)
    .filter(({ name, confidence }) => confidence > 5 && isDecodable(name))
  const charset = opinions
    .map(({ name }) => likelier(sample, name.toLowerCase()))
    .find((opinion) => isProse(sample, opinion))
  if (charset !== undefined && PROSE[charset]) return charset
  // chardet takes Thai for a Latin charset, or for Japanese that makes no prose
  return isProse(sample, 'windows-874') ? 'windows-874' : (charset ?? 'windows-1252')
}

/** What prose consists of, and its least share of the text beyond ASCII. */
const PROSE: Readonly<Record<string, readonly [RegExp, number]>> = {
  'euc-jp': [/[\u3041-\u30fe]/g, 0.25],
  shift_jis: [/[\u3041-\u30fe]/g, 0.25],
  'iso-2022-jp': [/[\u3041-\u30fe]/g, 0.25],
  'euc-kr': [/[\uac00-\ud7a3]/g, 0.8],
  gb18030: [/[\u4e00-\u9fa5\u3001-\u3011\uff01-\uff1f]/g, 0.9],
  big5: [/[\u4e00-\u9fa5\u3001-\u3011\uff01-\uff1f]/g, 0.9],
  'koi8-r': [/[а-яё]/g, 0.7],
  'koi8-u': [/[а-яёіїєґ]/g, 0.7],
  'windows-1251': [/[а-яёіїєґў]/g, 0.7],
  'iso-8859-5': [/[а-яё]/g, 0.7],
  'windows-874': [/[\u0e01-\u0e4e]{5,}/g, 0.8],
}

/** The charset of the same script that another one is taken for. */
const KIN: Readonly<Record<string, string>> = {
  'iso-8859-2': 'windows-1250',
  'iso-8859-6': 'windows-1256',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-9': 'windows-1254',
  'windows-1250': 'iso-8859-2',
  'windows-1253': 'iso-8859-7',
  'windows-1254': 'iso-8859-9',
  'windows-1255': 'iso-8859-8',
  'windows-1256': 'iso-8859-6',
  'koi8-r': 'koi8-u',
}

/** Of two charsets of one script the one that makes the better words of the bytes; of equals the first. */
function likelier(sample: Uint8Array, charset: string): string {
  const other = KIN[charset]
  return other !== undefined && fitness(sample, other) > fitness(sample, charset) ? other : charset
}

/** Letters beyond ASCII of the languages that two charsets can write, and tell apart by their letters alone. */
const ALPHABETS = ['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'čćđšž', 'ăâîşţ'].map(
  (letters) => new RegExp(`[${letters}]`, 'gi'),
)

/** Lithuanian and Latvian. In other languages' bytes, one of these makes a few of its letters, and others. */
const BALTIC = ['ąčęėįšųūž', 'āčēģīķļņšūž']
const BALTIC_LETTERS = 5

function isBaltic(sample: Uint8Array): boolean {
  const letters = new TextDecoder('windows-1257')
    .decode(sample)
    .toLowerCase()
    .match(/(?!\p{ASCII})\p{L}/gu)
  return BALTIC.some((alphabet) => {
    const own = letters?.filter((letter) => alphabet.includes(letter)) ?? []
    return own.length >= (letters?.length ?? 0) * 0.9 && new Set(own).size >= BALTIC_LETTERS
  })
}

/** The share of letters, and of letters of one alphabet, in what is beyond ASCII; controls count against it. */
function fitness(sample: Uint8Array, charset: string): number {
  const text = new TextDecoder(charset).decode(sample)
  const count = (signs: RegExp) => text.match(signs)?.length ?? 0
  const alphabet = Math.max(...ALPHABETS.map(count))
  return count(/(?!\p{ASCII})\p{L}/gu) + alphabet - 2 * count(/[\u0080-\u009f]/g)
}

/** The text between the tags, from the first byte beyond ASCII on. */
function sampleOf(body: Uint8Array): Uint8Array {
  const first = body.findIndex((byte) => byte >= 0x80)
  const bytes = Buffer.from(body.subarray(Math.max(0, first), first + SAMPLE * 8))
  const text = bytes
    .toString('latin1')
    .replace(/<[^<>]*>|&#?\w+;/g, ' ')
    .replace(/\s+/g, ' ')
  return Buffer.from(text.slice(0, SAMPLE), 'latin1')
}

function isProse(sample: Uint8Array, charset: string): boolean {
  const text = new TextDecoder(charset).decode(sample)
  const foreign = text.match(/\P{ASCII}/gu)?.length ?? 0
  const broken = text.match(/[\ufffd\u0080-\u009f]/g)?.length ?? 0
  const [common, share] = PROSE[charset] ?? [/(?!\p{ASCII})[\p{L}\p{M}\p{P}\p{S}\p{Z}]/gu, 0.7]
  return broken <= 1 + foreign * 0.02 && (text.match(common)?.join('').length ?? 0) >= foreign * share
}

/** Whether Node's own decoder knows the charset: the WHATWG's list. */
export function isDecodable(charset: string): boolean {
  try {
    new TextDecoder(charset)
    return true
  } catch {
    return false
  }
}
