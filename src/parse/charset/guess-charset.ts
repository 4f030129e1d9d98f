/**
 * The charset of bytes that name none and are no UTF-8. Western text has single bytes beyond ASCII inside its words;
 * other scripts have them in runs, and are told apart by which decoder makes prose of them.
 */
export function guessCharset(body: Uint8Array): string {
  const sample = sampleOf(body)
  if (isWestern(sample)) return 'windows-1252'
  return CANDIDATES.find((candidate) => isProse(sample, candidate))?.charset ?? 'windows-1252'
}

interface Candidate {
  readonly charset: string
  /** What prose in it consists of. */
  readonly common: RegExp
  /** How much of the text beyond ASCII that must be. */
  readonly share: number
}

/** The strictest first: most bytes decode to something in the charsets further down. */
const CANDIDATES: readonly Candidate[] = [
  { charset: 'euc-jp', common: /[\u3041-\u30fe]/g, share: 0.25 },
  { charset: 'shift_jis', common: /[\u3041-\u30fe]/g, share: 0.25 },
  { charset: 'euc-kr', common: /[\uac00-\ud7a3]/g, share: 0.8 },
  { charset: 'koi8-r', common: /[а-яё]/g, share: 0.7 },
  { charset: 'windows-1255', common: /[א-ת]/g, share: 0.97 },
  { charset: 'windows-1251', common: /[а-яё]/g, share: 0.7 },
  { charset: 'windows-1253', common: /[α-ωά-ώ]/g, share: 0.7 },
  { charset: 'gb18030', common: /[\u4e00-\u9fa5\u3001-\u3011\uff01-\uff1f]/g, share: 0.9 },
  { charset: 'big5', common: /[\u4e00-\u9fa5\u3001-\u3011\uff01-\uff1f]/g, share: 0.9 },
  { charset: 'windows-874', common: /[\u0e01-\u0e4e]/g, share: 0.9 },
]

/** From the first byte beyond ASCII on, so that markup does not drown the text. */
function sampleOf(body: Uint8Array): Uint8Array {
  const start = Math.max(
    0,
    body.findIndex((byte) => byte >= 0x80),
  )
  return body.subarray(start, start + 4000)
}

function isWestern(sample: Uint8Array): boolean {
  const high = sample.filter((byte) => byte >= 0x80).length
  const paired = sample.filter((byte, at) => byte >= 0x80 && (sample[at + 1] ?? 0) >= 0x80).length
  return high < 6 || paired < high * 0.4
}

function isProse(sample: Uint8Array, { charset, common, share }: Candidate): boolean {
  const text = new TextDecoder(charset).decode(sample)
  const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0
  const broken = text.match(/[\ufffd\u0080-\u009f]/g)?.length ?? 0
  return broken <= 1 && (text.match(common)?.length ?? 0) >= foreign * share
}
