import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decode } from '../../src/parse/charset/decode.ts'

const russian = 'Паром снова ходит по реке, и все рады этому'
const japanese = 'フェリーはまた島へ行きます。みんなよろこんでいます'
const chinese = '渡船今天又开往小岛,岛上的居民都很高兴'
const korean = '배가 다시 섬으로 갑니다 모두가 기뻐하고 있습니다'
const hebrew = 'המעבורת חוזרת אל האי והתושבים שמחים מאוד'
const western = 'Größe, Länge und Höhe der Fähre: «très bien», señor'

describe('decoding', () => {
  it.each([
    ['koi8-r', russian],
    ['windows-1251', russian],
    ['euc-jp', japanese],
    ['shift_jis', japanese],
    ['gb18030', chinese],
    ['big5', '渡船今天又開往小島,島上的居民都很高興'],
    ['euc-kr', korean],
    ['windows-1255', hebrew],
    ['windows-1252', western],
    ['utf-8', `${russian} ${japanese}`],
  ])('guesses %s where nothing names it', (charset, text) => {
    expect(decode(iconv.encode(`<rss><title>${text}</title></rss>`, charset), null)).toContain(text)
  })

  it.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
    'sees %s without a mark by its zero bytes',
    (charset) => {
      expect(decode(iconv.encode('<rss>é</rss>', charset), null)).toBe('<rss>é</rss>')
    },
  )

  it('passes over a charset that the bytes contradict, and one that does not exist', () => {
    const body = iconv.encode('<?xml version="1.0" encoding="utf-8"?><rss>Größe</rss>', 'windows-1252')
    expect(decode(body, 'text/xml; charset=utf-8')).toContain('Größe')
    expect(decode(Buffer.from('<rss>Größe</rss>'), 'text/xml; charset=x-nonsense')).toContain('Größe')
  })

  it('believes sound UTF-8 against the Latin charset that a server names by default', () => {
    expect(decode(Buffer.from('<rss>Größe – “x”</rss>'), 'text/xml; charset=ISO-8859-1')).toContain(
      'Größe – “x”',
    )
  })

  it('passes over a claim of UTF-16 that the bytes do not bear out, and reads UTF-16 that was cut off', () => {
    const claimed = '<?xml version="1.0" encoding="utf-16"?><rss>Größe</rss>'
    expect(decode(Buffer.from(claimed), null)).toBe(claimed)
    const whole = iconv.encode('<rss>Größe</rss>', 'utf-16', { addBOM: true })
    expect(decode(whole.subarray(0, whole.length - 1), null)).toContain('<rss>Größe</rss')
  })

  it('reads charsets that only old systems know', () => {
    const body = iconv.encode('<?xml version="1.0" encoding="ibm850"?><rss>Größe</rss>', 'cp850')
    expect(decode(body, null)).toContain('Größe')
  })
})
