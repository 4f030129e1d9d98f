import { entriesFrom, type Row } from '../rows.ts'
import { type CorpusPair, type CorpusSlice, pairsOf } from '../types.ts'
import { latinTongues } from './latin.ts'
import { otherTongues } from './other.ts'

type Titled = readonly [title: string, text: string]

/** One event in one language: an agency's report, its later version, a rival's report, and an outlet's daily bread. */
export interface Tongue {
  readonly code: string
  /** The first carries the report whole between its banner and footer, the second an excerpt. */
  readonly outlets: readonly [string, string]
  /** The title of the second outlet's daily round-up. */
  readonly digest: string
  readonly banner: string
  readonly footer: string
  readonly title: string
  readonly retitled: string
  readonly paragraphs: readonly [string, string, string]
  readonly laterTitle: string
  readonly laterLead: string
  readonly rivalTitle: string
  readonly rival: readonly [string, string]
  readonly others: readonly [Titled, Titled]
  readonly weather: readonly [Titled, Titled]
}

const tongues = [...latinTongues, ...otherTongues]

/** Full texts in seven languages. */
export function languages(): CorpusSlice {
  return {
    slice: 'languages',
    entries: entriesFrom(tongues.flatMap(rowsOf)),
    pairs: [...tongues.flatMap(({ code }) => pairsWithin(code)), ...translations()],
  }
}

function rowsOf(tongue: Tongue): Row[] {
  const { code, outlets, banner, footer, title, paragraphs, others, weather } = tongue
  const [whole, short] = outlets
  const framed = (...texts: string[]) => [banner, ...texts, footer]
  const report = paragraphs.join(' ')
  const excerpt = `${report.slice(0, Math.round(report.length * 0.45))}[…]`
  const [, second, third] = paragraphs
  return [
    [`${code}/report`, `Halyard Wire (${code})`, 5, title, null, 'Halyard Wire', paragraphs],
    [
      `${code}/later`,
      `Halyard Wire (${code})`,
      13,
      tongue.laterTitle,
      null,
      'Halyard Wire',
      [tongue.laterLead, second, third],
    ],
    [`${code}/whole`, whole, 6, tongue.retitled, null, 'Halyard Wire', framed(...paragraphs)],
    [`${code}/short`, short, 7, `${title} - ${short}`, excerpt, null],
    [`${code}/rival`, `Corvane Press (${code})`, 5.5, tongue.rivalTitle, null, 'Corvane Press', tongue.rival],
    [
      `${code}/digest`,
      short,
      12,
      tongue.digest,
      null,
      null,
      [paragraphs[0], ...others.map(([, text]) => text)],
    ],
    [`${code}/rival-weather`, `Corvane Press (${code})`, 2, ...plain(weather[0])],
    ...others.map(
      ([head, text], i): Row => [`${code}/other-${i}`, whole, 8 + i, head, null, null, framed(text)],
    ),
    ...weather.map(([head, text], i): Row => [`${code}/weather-${i}`, short, 1 + 24 * i, head, text]),
  ]
}

function plain([title, text]: Titled): [string, null, string, string[]] {
  return [title, null, 'Corvane Press', [text]]
}

function pairsWithin(code: string): CorpusPair[] {
  const at = (a: string, b: string) => `${code}/${a} ${code}/${b}`
  return [
    ...pairsOf('COPY', [
      [at('report', 'whole'), 'whole between banner and footer, other headline'],
      [at('report', 'short'), 'excerpt, suffixed headline'],
      [at('whole', 'short'), 'whole and excerpt, two headlines'],
    ]),
    ...pairsOf('REVISION', [
      [at('report', 'later'), 'new lead eight hours later, the rest kept'],
      [at('whole', 'later'), 'a copy of the first version and the later one'],
    ]),
    ...pairsOf('EVENT', [
      [at('report', 'rival'), 'two agencies, one quote, nearly one headline'],
      [at('short', 'rival'), 'excerpt and the other agency’s report'],
    ]),
    ...pairsOf('SERIES', [[at('weather-0', 'weather-1'), 'daily forecast, other day']]),
    ...pairsOf('SERIES', [
      [at('digest', 'report'), 'round-up that carries the lead'],
      [at('digest', 'short'), 'round-up that carries the lead, and an excerpt, one outlet'],
      [at('digest', 'other-0'), 'round-up that carries a short text whole'],
    ]),
    ...pairsOf('BOILER', [
      [at('whole', 'other-0'), 'banner and footer'],
      [at('other-0', 'other-1'), 'banner and footer are most of two short texts'],
    ]),
    ...pairsOf('UNRELATED', [[at('other-0', 'weather-1'), 'local news and forecast']]),
  ]
}

/** The same report in two languages is one event, but not one text. */
function translations(): CorpusPair[] {
  return tongues
    .slice(1)
    .flatMap(({ code }, index) =>
      pairsOf('EVENT', [[`${tongues[index]?.code}/report ${code}/report`, 'translation']]),
    )
}
