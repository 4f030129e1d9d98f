import { type CorpusPair, pairsOf } from '../types.ts'

export const summaryPairs: readonly CorpusPair[] = [
  ...pairsOf('COPY', [
    ['bird-h bird-courant', 'one sentence, other headline, agency credited'],
    ['bird-h bird-north', 'same sentence but for a comma and dots'],
    ['bird-courant bird-north', 'two copies, other headlines'],
    ['bird-c bird-daily', 'headline and sentence the same'],
    ['toll-h toll-isle', 'headline and sentence the same'],
    ['toll-h toll-north', 'other headline with suffix, sentence cut by a word'],
    ['toll-isle toll-north', 'two copies, other headlines'],
    ['seal-h seal-courant', 'one sentence, other headline'],
    ['star-h star-north', 'prefix, byline and excerpt mark'],
    ['star-h star-courant', 'other headline, sentence lightly edited'],
    ['goal-c goal-isle', 'one sentence, other headline'],
    ['storm-h storm-isle', 'headline and sentence the same'],
  ]),
  ...pairsOf('REVISION', [
    ['toll-h-early toll-h', 'weighs, then scraps; one agency within two hours'],
    ['toll-h-early toll-isle', 'first version and a copy of the second'],
    ['storm-h storm-h-2', 'warning raised four hours later'],
  ]),
  ...pairsOf('PARTIAL', [
    ['storm-h-2 storm-north', 'perhaps written from the agency’s report'],
    ['rent-h rent-daily', 'headline the same but two words, no text to tell by'],
  ]),
  ...pairsOf('EVENT', [
    ['bird-h bird-c', 'two agencies, one word of the headline differs'],
    ['bird-north bird-daily', 'copies of two agencies’ reports'],
    ['bird-h bird-op', 'opinion on the event'],
    ['toll-h toll-c', 'two agencies'],
    ['toll-h toll-next', 'follow-up next day'],
    ['seal-radio seal-h', 'local station’s own headline over its standing description'],
    ['star-h star-c', 'two agencies'],
    ['storm-h storm-c', 'two agencies under one headline'],
    ['storm-isle storm-c', 'copy of one agency and the other agency, one headline'],
  ]),
  ...pairsOf('SERIES', [
    ['brief-n-1 brief-n-2', 'daily brief, other day'],
    ['pics-1 pics-2', 'daily gallery, other date, same description'],
    ['court-1 court-2', 'daily letters, other day, same description'],
    ['gold-daily-1 gold-daily-2', 'price report, other figures, same description'],
    ['goal-c goal-c-return', 'match reports that differ by the names'],
    ['brief-n-1 toll-north', 'brief that mentions the story'],
  ]),
  ...pairsOf('BOILER', [
    ['seal-radio mast-radio', 'standing description'],
    ['boat-radio lamb-radio', 'standing description'],
    ['rent-daily gold-daily-1', 'standing description'],
    ['court-3 court-4', 'standing description'],
    ['court-1 court-4', 'standing description'],
  ]),
  ...pairsOf('UNRELATED', [
    ['star-h bird-h', 'both from Marenz'],
    ['boat-radio ferry-isle', 'two notices about boats'],
    ['storm-c goal-c', 'one agency'],
    ['toll-c rent-h', 'two price stories'],
  ]),
]
