/**
 * The invented outlets: what each one carries, in which forms, and how its server behaves.
 * A plan only: nothing is made or served here.
 */
import { briefs } from './briefs.ts'
import * as form from './forms.ts'
import type { Format } from './serialise.ts'
import { allStories } from './stories/all.ts'
import type { Agency, DemoStory } from './story.ts'

/** How a server treats those who ask. */
type Temper = 'plain' | 'windows-1252' | 'conditional' | 'slow' | 'broken' | 'dead'

export interface OutletPlan {
  readonly name: string
  readonly format: Format
  readonly temper: Temper
  readonly groups: readonly string[]
  /** Minutes after the agency at which this outlet publishes its copies. */
  readonly lag: number
  readonly carries: readonly CopyPlan[]
}

interface CopyPlan {
  readonly story: DemoStory
  readonly forms: readonly form.Form[]
}

/** Stories that arrive while the newsroom is open, in this order. */
export const HELD_BACK: readonly string[] = [
  'harbour-deal',
  'stage-eleven',
  'copper-mine',
  'avalanche-dog',
  'stocks-second-day',
  'lost-opera',
  'hoof-vaccine',
  'rate-decision',
]

const every = [...allStories, ...briefs]

function carry(keys: string, forms: readonly form.Form[]): CopyPlan[] {
  return keys.split(' ').map((key) => ({ story: find(key), forms }))
}

function find(key: string): DemoStory {
  const story = every.find((candidate) => candidate.key === key)
  if (!story) throw new Error(`no story is called ${key}`)
  return story
}

function agencyFeed(agency: Agency, forms: readonly form.Form[]): CopyPlan[] {
  return every.filter((story) => story.agency === agency).map((story) => ({ story, forms }))
}

const courierFooter = form.footer(
  'Get the tide tables and the day’s five best reads in your inbox: sign up for the Courier newsletter. It is free and you can leave whenever you like.',
)
const telegraphe = [
  form.attributed,
  form.signed,
  form.decked,
  form.footer(
    '© Télégraphe d’Aubrelles, tous droits réservés. Reproduction of this text needs our written leave.',
  ),
]
const ledger = [form.retitled, form.shortened, form.attributed]
const kestrel = [form.prefixed, form.datelined, form.named, form.appearedFirst]
const brackwater = [form.retitled, form.edited, form.bylined, form.filedUnder('News & Views')]
const heraldBar = form.banner(
  'Share this page · Print · Listen · Letters to the editor close at noon on Thursdays',
)
const tribune = [form.edited, form.headed, form.signed, form.named, form.filedUnder('Agencies')]
const mailFooter = form.footer(
  'Read more on morningmail.example: Ferry timetable for the winter · Our puzzle page · Where to see the northern lights',
)

export const outlets: readonly OutletPlan[] = [
  {
    name: 'Halyard Wire',
    format: 'rss',
    temper: 'plain',
    groups: ['agencies'],
    lag: 0,
    carries: agencyFeed('Halyard Wire', [
      form.decked,
      form.named,
      form.footer(
        'Halyard Wire belongs to its readers. If our reporting is of use to you, please consider a gift of ten crowns.',
      ),
    ]),
  },
  {
    name: 'Corvane Press',
    format: 'atom',
    temper: 'plain',
    groups: ['agencies'],
    lag: 0,
    carries: agencyFeed('Corvane Press', [
      form.datelined,
      form.named,
      form.footer(
        '(c) Corvane Press. This material may not be rewritten or redistributed without a licence.',
      ),
    ]),
  },
  {
    name: 'Dunmarrow Courier',
    format: 'rss',
    temper: 'plain',
    groups: ['estuary'],
    lag: 12,
    carries: [
      ...carry(
        'harbour-strike ferry-fire-halyard luthany-election quellin-floods vent-worm saltmere-marathon mask-return harbour-deal avalanche-dog hoof-vaccine lost-opera',
        [form.bylined, form.headed, form.widget, form.prefixed, form.named, courierFooter],
      ),
      ...carry('tower-owls estuary-notes-earlier estuary-notes-later', [form.named, courierFooter]),
    ],
  },
  {
    name: 'Télégraphe d’Aubrelles',
    format: 'rss',
    temper: 'windows-1252',
    groups: ['continent'],
    lag: 25,
    carries: carry(
      'reservoir-village film-festival night-train ice-core water-treaty-corvane eel-trial stocks-first-day stage-eleven stocks-second-day',
      telegraphe,
    ),
  },
  {
    name: 'The Sundry Ledger',
    format: 'rdf',
    temper: 'plain',
    groups: ['continent', 'business'],
    lag: 31,
    carries: carry(
      'stocks-first-day harbour-strike eel-trial ferry-fire-corvane library-forger film-festival copper-mine stocks-second-day rate-decision',
      ledger,
    ),
  },
  {
    name: 'Kestrel Post',
    format: 'rss',
    temper: 'conditional',
    groups: ['estuary'],
    lag: 8,
    carries: carry(
      'ferry-fire-halyard vent-worm luthany-election library-forger mask-return reservoir-village avalanche-dog lost-opera',
      kestrel,
    ),
  },
  {
    name: 'Lowfen Observer',
    format: 'atom',
    temper: 'slow',
    groups: ['estuary'],
    lag: 40,
    carries: carry(
      'quellin-floods harbour-strike saltmere-marathon ice-core water-treaty-halyard night-train harbour-deal hoof-vaccine',
      [form.retitled, form.named, form.excerpt(48)],
    ),
  },
  {
    name: 'Brackwater Times & Echo',
    format: 'rss',
    temper: 'broken',
    groups: ['estuary'],
    lag: 55,
    carries: [
      ...carry(
        'saltmere-marathon quellin-floods eel-trial mask-return ferry-fire-halyard stage-eleven copper-mine',
        brackwater,
      ),
      ...carry('cup-final', [form.named, form.filedUnder('News & Views')]),
    ],
  },
  {
    name: 'Orrin Vale Herald',
    format: 'rss',
    temper: 'plain',
    groups: ['estuary'],
    lag: 70,
    carries: [
      ...carry('luthany-election vent-worm reservoir-village water-treaty-halyard rate-decision', [
        form.prefixed,
        form.datelined,
        form.excerpt(55),
      ]),
      ...carry('bridge-vote brief-earlier brief-later', [form.named, heraldBar]),
    ],
  },
  {
    name: 'Castrel Tribune',
    format: 'atom',
    temper: 'plain',
    groups: ['continent'],
    lag: 18,
    carries: carry(
      'luthany-election library-forger water-treaty-corvane night-train film-festival lost-opera copper-mine rate-decision',
      tribune,
    ),
  },
  {
    name: 'Tolvik Morning Mail',
    format: 'rss',
    temper: 'plain',
    groups: ['continent'],
    lag: 47,
    carries: carry(
      'ferry-fire-corvane night-train mask-return ice-core quellin-floods avalanche-dog harbour-deal',
      [form.suffixed, form.datelined, form.shortened, form.attributed, mailFooter],
    ),
  },
  { name: 'Saltmere Chronicle', format: 'rss', temper: 'dead', groups: ['estuary'], lag: 0, carries: [] },
]
