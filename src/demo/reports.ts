/**
 * Small news without end: reports put together from lists of words, so that stories keep arriving for as long as
 * somebody looks. No two are alike in more than a few words in a row.
 */
import { AGENCIES, type DemoStory } from './story.ts'

const list = (words: string) => words.split(',')

const PLACES = list(
  'Quellin,Marenz,Lowfen,Castrel,Tolvik,Saltmere,Aubrelles,Orrin Vale,Brennick,Dunmarrow,Harrowgate Sands,Petrel Point,Vessin,Upper Corran,Ashlode,Thorn Ferry,Wexcombe',
)
const BODIES = list(
  'harbour board,town council,school governors,water company,museum trust,bridge office,fire brigade,allotment society,bus drivers’ union,parish assembly,tourist office,district hospital,botanical institute',
)
const FIRST = list(
  'Alma,Bertil,Corin,Dagny,Emrys,Fenna,Gideon,Hedda,Ivo,Jessamy,Kasper,Linnet,Marek,Nerys,Osric,Petra,Quill,Runa,Silas',
)
const LAST = list(
  'Abernall,Brandreth,Calloway,Dresner,Eskdale,Farrant,Gantry,Holloway,Ingram,Jorvik,Kelder,Lorimer,Munthe,Norrby,Oakes,Pender,Quist,Ravn,Selby,Thwaite,Umber,Varley,Wick',
)

/** In a headline, and in a sentence. */
const DEEDS: readonly (readonly [string, string])[] = [
  ['Reopens Footbridge', 'reopened the footbridge'],
  ['Counts More Swans', 'counted more swans'],
  ['Finds Letter in Wall', 'found a sealed letter'],
  ['Closes Quarry Road', 'closed the quarry road'],
  ['Buys Electric Ferry', 'bought an electric ferry'],
  ['Plants Orchard', 'planted a public orchard'],
  ['Restores Clock', 'restored the market clock'],
  ['Bans Fireworks', 'banned private fireworks'],
  ['Opens Night School', 'opened a night school'],
  ['Sells Lighthouse', 'sold the disused lighthouse'],
  ['Digs Up Roman Drain', 'dug up a Roman drain'],
  ['Cuts Library Fines', 'abolished library fines'],
  ['Wins Choir Prize', 'won the choir prize'],
  ['Halts Tram Works', 'halted the tram works'],
  ['Lends Out Tools', 'began lending out tools'],
  ['Doubles Bee Hives', 'doubled its bee hives'],
  ['Tests Tidal Mill', 'tested a tidal mill'],
  ['Saves Cinema', 'saved the last cinema'],
  ['Maps Old Wells', 'mapped every old well'],
  ['Moves Market Day', 'moved market day'],
  ['Renames Square', 'renamed the main square'],
  ['Repairs Sea Wall', 'repaired the sea wall'],
  ['Shelters Hedgehogs', 'sheltered stray hedgehogs'],
]
const DETAILS = [
  'Two herons watched from the jetty',
  'A brass band turned up unasked',
  'The oldest guest was ninety-four',
  'Somebody had brought a samovar',
  'Half of the tools were borrowed',
  'The mayor’s bicycle was left behind',
  'Children painted the signs themselves',
  'Only one ladder was long enough',
  'A fog kept the drones away',
  'The baker sold out by nine',
  'Three languages could be heard',
  'An umbrella served as a flagpole',
  'The minutes fill forty pages',
  'No one had thought of chairs',
  'Even the ferry sounded its horn',
  'A goat had to be led off first',
  'The key turned at the second try',
  'Photographs from 1911 hung alongside',
  'Tea was poured from a watering can',
]
const WHEN = list(
  'this week,before noon,late on {yesterday},at first light,without much ado,in a single afternoon,by lantern light,ahead of schedule,to general surprise,between two showers,as the tide turned',
)
const REASONS = list(
  'a winter of complaints,two rounds of voting,an anonymous gift,months of surveys,a petition by pensioners,the second flood this year,an argument over parking,advice from abroad,a chance discovery,the warmest autumn on record,pressure from anglers',
)
const QUOTES = [
  'Nobody believed us until the scaffolding came down',
  'My grandmother would have called it showing off',
  'We measured twice and then once more for luck',
  'Ask me again when the invoices arrive',
  'The dog noticed before any of the experts did',
  'It is smaller than on the drawing, and I prefer it',
  'Somebody had to hold the torch, so I did',
  'There were sandwiches, and that settled the matter',
  'I have waited for this since I was nine',
  'We shall see whether it survives the first frost',
  'Rain is the only critic that counts here',
  'They said a week, and they meant a fortnight',
  'The key was under the flowerpot all along',
  'You can hear the difference from the ferry',
  'Half the street came out in slippers to watch',
  'Paint hides a lot, though not from my aunt',
  'Next time we begin with the roof',
]
const DOUBTS = list(
  'shopkeepers nearby fear for their trade,one councillor asked who would sweep it,an appeal is expected before Easter,insurers have yet to answer,the budget holds nothing for repairs,cyclists want a lane of their own,neighbours worry about noise at dawn',
)
const PLANS = list(
  'a public tour,an open rehearsal,the first inspection,a harvest supper,a vote on the name,free entry for children,the final account,a lantern walk,lessons for beginners',
)
const MONTHS = list('January,March,April,May,June,September,October')

/** The report of this number, from 0. */
export function writeReport(number: number): DemoStory {
  const pick = <T>(list: readonly T[], stride: number, offset = 0) =>
    list[(number * stride + offset) % list.length]!
  const [headline, deed] = pick(DEEDS, 5)
  const detail = pick(DETAILS, 7)
  const [place, elsewhere] = [pick(PLACES, 3), pick(PLACES, 3, 8)]
  const [body, agency] = [pick(BODIES, 4), pick(AGENCIES, 1)]
  const name = (offset: number) => `${pick(FIRST, 7, offset)} ${pick(LAST, 9, offset)}`
  const [speaker, critic] = [name(3), name(11)]
  const amount = 12 + ((number * 37) % 880)
  return {
    key: `report-${number}`,
    agency,
    author: name(0),
    place: place.toUpperCase(),
    headline: `${place} ${titleCase(body)} ${headline}`,
    altHeadline: `${capitalised(body)} of ${place} ${deed}, ${pick(REASONS, 6)} behind it`,
    dek: `${detail} in ${place}`,
    category: 'Local',
    hoursAgo: 0,
    paragraphs: [
      `The ${place} ${body} ${deed} ${pick(WHEN, 4)}, after ${pick(REASONS, 6)}, said ${speaker}. ${detail}, and ${amount} people came.`,
      `“${pick(QUOTES, 5)},” said ${speaker}, whose family left ${elsewhere} in ${1890 + ((number * 13) % 120)}. “${pick(QUOTES, 5, 7)}.”`,
      `Not all agree: ${pick(DOUBTS, 3)}, according to ${critic} of ${elsewhere}, where ${amount + 31} people signed ${pick(WHEN, 3, 5)}.`,
      `Costs reached ${amount * 1100} crowns, of which ${pick(BODIES, 4, 5)} funds cover ${20 + (amount % 60)} per cent. ${capitalised(pick(PLANS, 4))} follows in ${pick(MONTHS, 3)}, then ${pick(PLANS, 4, 4)} at ${elsewhere}.`,
    ],
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function titleCase(text: string): string {
  return text.split(' ').map(capitalised).join(' ')
}
