import { type CorpusPair, pairsOf } from '../types.ts'

const SHORT: Readonly<Record<string, string>> = {
  H: 'halyard-wire',
  C: 'corvane-press',
  dc: 'dunmarrow-courier',
  ta: 'telegraphe-d-aubrelles',
  sl: 'the-sundry-ledger',
  kp: 'kestrel-post',
  lo: 'lowfen-observer',
  bt: 'brackwater-times-echo',
  oh: 'orrin-vale-herald',
  ct: 'castrel-tribune',
  mm: 'tolvik-morning-mail',
}

/** Writes `kp/vent-worm lo/ice-core` out in full. */
function long(ids: string): string {
  return ids.replace(/\b(\w+)\//g, (_, code: string) => `${SHORT[code]}/`)
}

/** The copies of one story, each with its successor in the list and the first with the last. */
function copies(story: string, codes: string, reason: string): (readonly [string, string])[] {
  const ids = codes.split(' ').map((code) => `${code}/${story}`)
  const next = ids.slice(1).map((id, index) => [`${ids[index]} ${id}`, reason] as const)
  return ids.length > 2 ? [...next, [`${ids[0]} ${ids.at(-1)}`, reason]] : next
}

const rows: readonly CorpusPair[] = [
  ...pairsOf('COPY', [
    ...copies('harbour-strike', 'H lo sl dc', 'whole, 48-word excerpt under another headline, cut'),
    ...copies('ferry-fire-halyard', 'H bt kp', 'edited with straight quotes, prefixed'),
    ...copies('ferry-fire-corvane', 'C sl mm', 'both cut, one under another headline'),
    ...copies('luthany-election', 'H oh ct kp', 'excerpt with dateline, edited, prefixed'),
    ...copies('quellin-floods', 'H lo bt mm', 'excerpt, edited and cut'),
    ...copies('water-treaty-corvane', 'C ta ct', 'signed and edited'),
    ...copies('water-treaty-halyard', 'H lo oh', 'two excerpts of different lengths'),
    ...copies('eel-trial', 'C sl bt', 'cut under another headline, edited under another headline'),
    ...copies('stocks-first-day', 'C ta sl', 'market report, cut and retitled'),
    ...copies('rate-decision', 'H oh ct', 'excerpt and edited'),
    ...copies('lost-opera', 'H dc kp', 'furniture above and below'),
    ...copies('hoof-vaccine', 'H lo', '48-word excerpt under another headline'),
    ...copies('night-train', 'C lo mm', 'excerpt and cut'),
  ]),
  ...pairsOf('REVISION', [
    ['H/luthany-election H/election-first-take', 'first take, new lead, half the text kept'],
    ['dc/luthany-election H/election-first-take', 'a copy of the later version and the first take'],
    ['H/quellin-floods H/floods-first-take', 'first take, figures changed'],
    ['H/harbour-strike H/strike-update', 'new lead the same day, the rest kept'],
    ['dc/harbour-strike H/strike-update', 'a copy of the earlier version and the update'],
    ['H/rate-decision H/rates-flash', 'flash, then the full report'],
    ['H/vent-worm H/worm-corrected', 'correction of one figure'],
    ['kp/vent-worm H/worm-corrected', 'a prefixed copy and the correction'],
    ['C/stage-eleven C/stage-flash', 'flash, then the full report'],
    ['H/library-forger kp/forger-later', 'updated in the evening'],
    ['ct/library-forger kp/forger-later', 'an edited copy and the updated version'],
  ]),
  ...pairsOf('PARTIAL', [
    ['H/harbour-strike dc/strike-comment', 'comment that quotes three paragraphs of the report'],
    ['sl/harbour-strike dc/strike-comment', 'comment that quotes the report, and a cut copy of it'],
    ['C/eel-trial ct/eel-comment', 'essay that quotes three paragraphs of the report'],
    ['C/film-festival kp/festival-diary', 'diary that quotes three paragraphs of the report'],
  ]),
  ...pairsOf('EVENT', [
    ['H/ferry-fire-halyard C/ferry-fire-corvane', 'two agencies, one shared quote, nearly one headline'],
    ['kp/ferry-fire-halyard mm/ferry-fire-corvane', 'copies of two agencies’ reports'],
    ['bt/ferry-fire-halyard sl/ferry-fire-corvane', 'copies of two agencies’ reports'],
    ['H/water-treaty-halyard C/water-treaty-corvane', 'two agencies, one shared quote, nearly one headline'],
    ['oh/water-treaty-halyard ct/water-treaty-corvane', 'excerpt of one report, whole of the other'],
    ['lo/water-treaty-halyard ta/water-treaty-corvane', 'excerpt of one report, whole of the other'],
    ['H/luthany-election C/election-rival', 'two agencies, shared quote'],
    ['kp/luthany-election C/election-rival', 'two agencies, shared quote'],
    ['H/quellin-floods C/floods-rival', 'two agencies, long shared quote'],
    ['H/saltmere-marathon C/marathon-rival', 'two agencies, long shared quote, nearly one headline'],
    ['H/rate-decision C/rates-rival', 'two agencies, nearly one headline'],
    ['H/rates-flash C/rates-rival', 'short flash and the rival’s report'],
    ['C/eel-trial H/eels-rival', 'two agencies, headlines differ by one letter'],
    ['H/harbour-strike H/harbour-deal', 'follow-up next day'],
    ['dc/harbour-strike mm/harbour-deal', 'follow-up next day'],
    ['H/avalanche-dog H/avalanche-next-day', 'follow-up next day'],
    ['C/floods-rival H/floods-first-take', 'two agencies, hours apart'],
    [
      'H/opera-head-halyard C/opera-head-corvane',
      'most of both is one public statement, nearly one headline',
    ],
    ['H/opera-head-halyard ct/opera-head-local', 'most of both is one public statement'],
    ['C/opera-head-corvane ct/opera-head-local', 'most of both is one public statement'],
  ]),
  ...pairsOf('SERIES', [
    ['C/stocks-first-day C/stocks-second-day', 'market report, next day, whole sentences the same'],
    ['sl/stocks-first-day ta/stocks-second-day', 'market report, next day'],
    ['C/stocks-first-day C/stocks-third-day', 'market report, headline of the first day but one word'],
    ['C/stocks-second-day C/stocks-third-day', 'market report, next day'],
    ['ta/stocks-first-day C/stocks-third-day', 'market report, two days later'],
    ['dc/estuary-notes-earlier dc/estuary-notes-later', 'weekly column under one title'],
    ['dc/tides-first dc/tides-second', 'weekly table under one title'],
    ['oh/brief-earlier oh/brief-later', 'daily brief, other day'],
    ['oh/brief-earlier H/harbour-strike', 'brief that carries the lead'],
    ['oh/brief-earlier lo/harbour-strike', 'brief that carries the lead, and an excerpt of it'],
    ['oh/brief-earlier oh/luthany-election', 'brief and an excerpt with the same lead, one outlet'],
    ['oh/brief-later H/water-treaty-halyard', 'brief that carries the lead'],
    ['oh/brief-later C/ferry-fire-corvane', 'brief that carries the lead'],
    ['oh/brief-later oh/water-treaty-halyard', 'brief and an excerpt with the same lead, one outlet'],
  ]),
  ...pairsOf('BOILER', [
    ['dc/harbour-strike dc/vent-worm', 'widget and newsletter footer'],
    ['dc/tower-owls dc/mask-return', 'newsletter footer'],
    ['ta/night-train ta/ice-core', 'copyright footer'],
    ['kp/vent-worm kp/mask-return', 'appeared-first line'],
    ['mm/quellin-floods mm/mask-return', 'read-more line'],
    ['oh/bridge-vote oh/brief-later', 'sharing bar'],
    ['H/copper-mine H/vent-worm', 'donor appeal'],
    ['C/reservoir-village C/film-festival', 'licence line'],
    ['bt/saltmere-marathon bt/mask-return', 'byline and category'],
    ['kp/gallery-library kp/gallery-mussels', 'captions of one gallery are most of both'],
    ['kp/gallery-mussels kp/gallery-choir', 'captions of one gallery are most of both'],
    ['dc/notice-bins dc/notice-baths', 'widget and footer are most of both'],
    ['dc/notice-bins dc/tower-owls', 'footer is most of one'],
  ]),
  ...pairsOf('UNRELATED', [
    ['H/harbour-strike H/copper-mine', 'two labour stories'],
    ['C/reservoir-village H/quellin-floods', 'drought and flood'],
    ['C/ice-core H/vent-worm', 'two findings'],
    ['C/eel-trial H/library-forger', 'two verdicts'],
    ['H/rate-decision C/stocks-first-day', 'bank and market'],
    ['C/stage-eleven H/avalanche-dog', 'two mountains'],
    ['H/ferry-fire-halyard C/stocks-second-day', 'report that mentions the fire'],
    ['H/lost-opera H/library-forger', 'two finds in Castrel'],
    ['dc/tower-owls dc/estuary-notes-later', 'one author, two pieces'],
  ]),
]

export const newsPairs: readonly CorpusPair[] = rows.map((pair) => ({
  ...pair,
  a: long(pair.a),
  b: long(pair.b),
}))
