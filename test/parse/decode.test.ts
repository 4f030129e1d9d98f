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
    ['windows-1252', 'La nave è già là: la città è più felice, perché ciò che arriverà sarà per tutti'],
    ['windows-1252', 'Øen får sin færge igen, og alle på kajen glæder sig over det på ærøske'],
    [
      'windows-1252',
      'Ferjan siglir á ný til eyjunnar og það gleður alla sem búa þar og þá sem bíða við höfnina',
    ],
    ['utf-8', `${russian} ${japanese}`],
  ])('guesses %s where nothing names it', (charset, text) => {
    expect(decode(iconv.encode(`<rss><title>${text}</title></rss>`, charset), null)).toContain(text)
  })

  it.each([
    ['windows-1250', 'Żuraw stanął na łące, a gęsi śpią przy źródle'],
    ['iso-8859-2', 'Žluťoučký kůň žije u řeky a děti říkají, že ještě spí'],
    ['windows-1253', 'Το πλοίο φεύγει πάλι για το νησί και όλοι χαίρονται'],
    ['iso-8859-7', 'Το πλοίο φεύγει πάλι για το νησί και όλοι χαίρονται'],
    ['windows-1254', 'Vapur yeniden adaya gidiyor, çocuklar iskelede şarkı söylüyor, ışıklar yanıyor'],
    ['windows-1256', 'تعود العبارة إلى الجزيرة اليوم ويفرح كل السكان بعودتها'],
    ['iso-8859-5', russian],
    ['koi8-r', 'Городской совет объявил о новых мерах поддержки паромного сообщения'],
    ['windows-1257', 'Keltas vėl plaukia į salą, žmonės džiaugiasi, nes šią žiemą jų laukė ilgai'],
    ['windows-1257', 'Prāmis atkal kursē uz salu, un visi iedzīvotāji priecājas, jo šoziem ceļš bija slēgts'],
    ['windows-874', 'เรือข้ามฟากกลับมาแล่นไปยังเกาะอีกครั้ง ทุกคนดีใจมาก'],
  ])('tells %s from its kin where nothing names it', (charset, text) => {
    const body = iconv.encode(
      `<rss><item><title>A</title><description>${text}</description></item></rss>`,
      charset,
    )
    expect(decode(body, null)).toContain(text)
  })

  it('tries what the document declares before it guesses, where the header is wrong', () => {
    const body = iconv.encode('<?xml version="1.0" encoding="iso-8859-2"?><rss>Łąka</rss>', 'iso-8859-2')
    expect(decode(body, 'text/xml; charset=utf-8')).toContain('Łąka')
  })

  it('holds to UTF-8 that is declared, although excerpts end in half a character', () => {
    const whole = Buffer.from('<?xml version="1.0" encoding="utf-8"?><rss><a>It\u2019s open \u20ac</a></rss>')
    const cut = Buffer.concat([whole.subarray(0, -12), whole.subarray(-10)])
    expect(decode(cut, 'text/xml; charset=utf-8')).toContain('It\u2019s open')
    const only = Buffer.concat([
      Buffer.from('<rss><a>The end '),
      Buffer.from([0xe2, 0x80]),
      Buffer.from('</a></rss>'),
    ])
    expect(decode(only, 'text/xml; charset=utf-8')).toBe('<rss><a>The end \ufffd</a></rss>')
  })

  it('takes the charset that it is told to, against header and document', () => {
    const body = iconv.encode('<?xml version="1.0" encoding="utf-8"?><rss>Łąka</rss>', 'windows-1250')
    expect(decode(body, 'text/xml; charset=utf-8', 'windows-1250')).toContain('Łąka')
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
