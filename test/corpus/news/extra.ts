import type { Agency, DemoStory } from '../../../src/demo/story.ts'

/** A further text and the outlet in whose house style it is published. */
export interface Extra {
  readonly outlet: string
  readonly story: DemoStory
}

type Text = Pick<DemoStory, 'key' | 'headline' | 'dek' | 'hoursAgo' | 'paragraphs'> & {
  readonly agency?: Agency
}

export function extra(outlet: string, text: Text): Extra {
  const rest = { agency: text.agency ?? null, author: 'Staff', place: 'MARENZ', category: 'News' }
  return { outlet, story: { ...rest, altHeadline: text.headline, ...text } as DemoStory }
}
