/** The newsroom's digests, which are copies of nothing. */
import { allStories } from './stories/all.ts'
import type { DemoStory } from './story.ts'

const WELCOME =
  'Good morning from the Vale. Here is what happened while the kettle was off, in the time it takes to drink one cup.'
const GOODBYE = 'That is all. The Herald is on the doormat, and the editor is on the number 9 bus.'

/** An outlet's digest: it carries the leads of several stories word for word, and is none of them. */
function brief(key: string, hoursAgo: number, weather: string, leads: readonly string[]): DemoStory {
  const title = 'Morning Brief: {today}'
  return {
    key,
    agency: null,
    author: 'The Herald Desk',
    place: '',
    headline: title,
    altHeadline: title,
    dek: 'The day in one cup of tea',
    paragraphs: [WELCOME, ...leads.flatMap(leadOf), weather, GOODBYE],
    category: 'Briefing',
    hoursAgo,
  }
}

function leadOf(key: string): string[] {
  const story = allStories.find((candidate) => candidate.key === key)
  return story ? [story.headline, story.paragraphs[0] ?? ''] : []
}

export const briefs: readonly DemoStory[] = [
  brief('brief-earlier', 30, 'Rain from the west by noon; pegs out before ten or not at all.', [
    'harbour-strike',
    'luthany-election',
  ]),
  brief('brief-later', 8, 'Dry, with a wind that will find the gap in your scarf.', [
    'water-treaty-halyard',
    'ferry-fire-corvane',
  ]),
]
