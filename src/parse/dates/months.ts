/** Names of months in the languages that publishers write dates in, as Node's own locale data has them. */

/** The first language wins where two name different months alike (`mar` in English and in Finnish). */
const LANGUAGES = (
  'en de fr es it pt nl pl ru uk tr ar ar-DZ ar-SY he cs sk sl hr sr bs sr-Latn hu ro bg mk el sv da nb fi is et lv lt ca eu ' +
  'gl id ms vi fa hi bn th'
).split(' ')
const STYLES: readonly Intl.DateTimeFormatOptions[] = [
  { month: 'long' },
  { month: 'short' },
  { day: 'numeric', month: 'long' },
  { day: 'numeric', month: 'short' },
]
/** Short forms that publishers use beside those of the locale data. */
const OTHERS: Readonly<Record<string, number>> = {
  sept: 9,
  mrz: 3,
  märz: 3,
  maerz: 3,
  fév: 2,
  fev: 2,
  aout: 8,
  set: 9,
}
const ENGLISH = 'january february march april may june july august september october november december'.split(
  ' ',
)
/** Names in full, and as short as they are usually written. */
const ENGLISH_NAMES = new Map([
  ...ENGLISH.map((name, at) => [name, at + 1] as const),
  ...ENGLISH.map((name, at) => [name.slice(0, 3), at + 1] as const),
  ['sept', 9],
])

/** 1 to 12, or null for a word that names no month in English. */
export function englishMonth(written: string): number | null {
  return ENGLISH_NAMES.get(written.toLowerCase().replace('.', '')) ?? null
}

/** Names read so far; the locale data is slow to ask, so a language is read when no earlier one has the word. */
const names = new Map(Object.entries(OTHERS).map(([name, month]) => [bare(name), month]))
let languagesRead = 0
/** Words that were found to name no month. */
const strangers = new Set<string>()
const MOST_STRANGERS = 1000

/** 1 to 12, or null for a word that names no month in any language we know. */
export function monthNamed(written: string): number | null {
  if (!/\p{L}{3}|[^\p{ASCII}]/u.test(written) || strangers.has(written)) return null
  const month = lookUp(bare(written))
  if (month === null && strangers.size < MOST_STRANGERS) strangers.add(written)
  return month
}

function lookUp(word: string): number | null {
  for (;;) {
    const month = names.get(word) ?? names.get(word.replace(/^ב/u, ''))
    if (month !== undefined) return month
    if (languagesRead === LANGUAGES.length) return englishPrefix(word)
    readLanguage(LANGUAGES[languagesRead]!)
    languagesRead += 1
  }
}

function readLanguage(language: string): void {
  for (const style of STYLES) {
    const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...style, timeZone: 'UTC' })
    for (let month = 1; month <= 12; month += 1) {
      const parts = format.formatToParts(Date.UTC(2001, month - 1, 15)).filter(({ type }) => type === 'month')
      const name = bare(parts.map(({ value }) => value).join(''))
      if (name.length > 2 && !names.has(name)) names.set(name, month)
    }
  }
}

/** `Janu` and `Decem`: the first letters of an English name. */
function englishPrefix(word: string): number | null {
  return /^[a-z]{3,9}$/.test(word) ? (ENGLISH_NAMES.get(word.slice(0, 3)) ?? null) : null
}

/** Lower case, without the dot and without marks on the letters. */
function bare(word: string): string {
  return word
    .toLowerCase()
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/[\p{M}.'’]/gu, '')
    .trim()
}
