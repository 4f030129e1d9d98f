/** What speaks for and against a pair of entries, in words for a person. */

const percent = (value: number) => `${Math.round(value * 100)} %`
/** `late` is log2(1 + hours / 2). */
const hours = (late: number) => Math.round((2 ** late - 1) * 2)
/** `evidence` is log2(1 + shingles) / 8, and 1 from there on. */
const shingles = (evidence: number) => Math.round(2 ** (8 * evidence) - 1)

/** By the name of the feature; what says the same as another one (`mostly`) has no words of its own. */
const WORDS: Readonly<Record<string, (value: number) => string>> = {
  page: () => 'they stand on one page',
  contained: (value) => `${percent(value)} of the shorter text stands in the longer`,
  evidence: (value) => `${shingles(value)}${value === 1 ? ' or more' : ''} runs of five words in common`,
  lead: (value) => `${percent(value)} of the longer one’s lead stands in the shorter`,
  shortLead: (value) => `${percent(value)} of the shorter one’s lead stands in the longer`,
  everybodys: (value) => `${percent(value)} of what both have is quotation or public material`,
  headline: (value) => `the headlines are ${percent(value)} alike`,
  agency: () => 'both name one source',
  otherAgency: () => 'they name different agencies',
  cites: () => 'the headline of one names the other’s agency as somebody else',
  late: (value) => (hours(value) < 1 ? 'less than an hour apart' : `${hours(value)} h apart`),
  sameMinute: () => 'within two minutes of each other',
  sameOutlet: () => 'in one outlet',
  noText: () => 'one has no text to compare',
  little: () => 'one has little text',
  ownWords: () => 'both have little text and no source in common',
  buried: () => 'a short text stands far down in the long one',
  standing: () => 'the outlet may repeat a short text as a description',
  retitled: () => 'the outlet puts one short text under different headlines',
  strange: () => 'a short text stands below two headlines and tells of neither',
  sequel: () => 'the outlet wrote a new lead on a later day',
  digest: () => 'one holds several whole texts',
  issue: () => 'their titles give different dates',
  figures: () => 'the same words stand around other figures',
  subject: () => 'each title names what the other text does not',
  sibling: () => 'their titles differ in a number',
  numbers: () => 'the headlines give different numbers',
  opening: () => 'the headlines open with different words',
  inverted: () => 'the headlines have the same words in another order',
  swapped: () => 'each headline has words that the other lacks',
  slight: () => 'a headline says hardly anything',
  retold: () => 'two long texts share hardly anything',
}

/** What the features of a pair say, most telling first, and their values. */
export function describeFeatures(features: Readonly<Record<string, number>>): string[] {
  const said = Object.entries(WORDS).flatMap(([name, say]) => (features[name] ? [say(features[name])] : []))
  const values = Object.entries(features)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name} ${Math.round(value * 100) / 100}`)
  return [said.join('; '), `(${values.join(', ')})`]
}
