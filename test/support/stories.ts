import type { LeadCopy, Story } from '../../src/contract/model.ts'
import type { Channel } from '../../src/publish/channel.ts'
import { type Entry, toEntry } from '../../src/publish/entry.ts'
import { NOON } from './newsdesk.ts'

/** A story of one copy with quiet defaults; a test names what matters. */
export function aStory(fields: Partial<Omit<Story, 'lead'>> & { lead?: Partial<LeadCopy> } = {}): Story {
  const lead: LeadCopy = {
    entryId: 1,
    outlet: 'Harbor Weekly',
    feedUrl: 'https://harbor.example/feed',
    link: 'https://harbor.example/ferry',
    title: 'Ferry strike ends',
    author: 'Ada Quill',
    publishedAt: NOON,
    firstSeenAt: NOON,
    categories: ['Transport'],
    contentHtml: '<p>The ferries sail again.</p>',
    summaryHtml: null,
    enclosures: [],
    episode: null,
    credit: null,
    caption: null,
    imageUrl: null,
    language: 'en',
    ...fields.lead,
  }
  return {
    id: '5f1c2a34-0000-8000-8000-000000000001',
    number: 1,
    copies: [lead],
    publishedAt: NOON,
    updatedAt: NOON,
    changedAt: NOON,
    ...fields,
    lead,
  }
}

export function anEntry(story: Story, cleanTitle = (title: string) => title): Entry {
  return toEntry(story, {
    permalink: (id) => `https://wire.example/stories/${id}`,
    cleanTitle,
    excerptOnly: new Set(),
  })
}

export function aChannel(fields: Partial<Channel> = {}): Channel {
  return {
    id: 'urn:uuid:00000000-0000-8000-8000-000000000000',
    title: 'Test wire',
    description: 'All of it',
    homeUrl: 'https://wire.example/',
    selfUrl: 'https://wire.example/feed',
    hubs: [],
    iconUrl: 'https://wire.example/icon.png',
    logoUrl: 'https://wire.example/logo.png',
    stylesheetUrl: 'https://wire.example/feed.css',
    updatedAt: NOON,
    archive: { current: null, previous: null, next: null },
    ...fields,
  }
}
