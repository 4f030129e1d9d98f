import { entriesOf } from '../../../src/demo/desk.ts'
import { copyOf } from '../../../src/demo/forms.ts'
import { HELD_BACK, outlets } from '../../../src/demo/outlets.ts'
import { slug, toHtml } from '../../../src/demo/serialise.ts'
import type { CorpusEntry, CorpusSlice } from '../types.ts'
import { extras } from './extras.ts'
import { newsPairs } from './pairs.ts'

const OPENED_AT = Date.UTC(2025, 9, 14, 12)
const HOUR = 3_600_000

/** Full texts: all that the demo newsroom publishes, with revisions, rival reports and commentaries beside it. */
export function news(): CorpusSlice {
  return { slice: 'news', entries: [...fromNewsroom(), ...fromExtras()], pairs: newsPairs }
}

/** `kestrel-post/vent-worm`: the outlet and the story. */
function idOf(outlet: string, story: string): string {
  return `${slug(outlet)}/${story}`
}

function fromNewsroom(): CorpusEntry[] {
  const releases = new Map(HELD_BACK.map((key) => [key, OPENED_AT]))
  const edition = { openedAt: OPENED_AT, releases, reports: [], pictures: new Map() }
  return outlets.flatMap((outlet) =>
    entriesOf(outlet, `http://${slug(outlet.name)}.example`, edition).map((entry) => ({
      id: idOf(outlet.name, entry.story),
      outlet: outlet.name,
      title: entry.title,
      summary: entry.summary,
      content: null,
      ...(entry.content && { html: entry.content }),
      link: entry.link,
      author: entry.author,
      published: new Date(entry.publishedAt).toISOString(),
    })),
  )
}

function fromExtras(): CorpusEntry[] {
  return extras.map(({ outlet, story }) => {
    const writtenAt = OPENED_AT - story.hoursAgo * HOUR
    const house = outlets.find((plan) => plan.name === outlet)?.carries[0]?.forms ?? []
    const draft = copyOf({ story, outlet, writtenAt }, house)
    return {
      id: idOf(outlet, story.key),
      outlet,
      title: draft.title,
      summary: draft.summary,
      content: null,
      html: toHtml(draft.body ?? []),
      link: `http://${slug(outlet)}.example/${story.key}`,
      author: draft.author,
      published: new Date(writtenAt).toISOString(),
    }
  })
}
