/** The JSON Feed form of a feed. */
import { isoTime } from '../contract/words.ts'
import type { Channel } from './channel.ts'
import type { Entry } from './entry.ts'
import { legalText } from './legal.ts'

/** Writes JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). The same input gives the same bytes. */
export function writeJsonFeed(channel: Channel, entries: readonly Entry[]): string {
  const { title, description, homeUrl, selfUrl, iconUrl, hubs, archive } = channel
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description,
    home_page_url: homeUrl,
    feed_url: selfUrl,
    icon: iconUrl,
    favicon: iconUrl,
    ...(archive.previous === null ? {} : { next_url: archive.previous }),
    ...(hubs.length === 0 ? {} : { hubs: hubs.map((url) => ({ type: 'WebSub', url })) }),
    items: entries.map(jsonItem),
  }
  return `${JSON.stringify(feed)}\n`
}

function jsonItem(entry: Entry): object {
  const { contentHtml, summary, title, imageUrl, categories, language, episode } = entry
  const attachments = entry.enclosures.map((each, at) => attachment(each, at === 0 ? episode : null))
  return {
    id: entry.id,
    url: entry.link,
    title,
    ...(contentHtml === '' ? { content_text: title } : { content_html: legalText(contentHtml) }),
    ...(summary === '' ? {} : { summary }),
    ...(imageUrl === null ? {} : { image: imageUrl }),
    date_published: isoTime(entry.publishedAt),
    date_modified: entry.updated,
    authors: authors(entry),
    ...(categories.length === 0 ? {} : { tags: categories }),
    ...(language === null ? {} : { language }),
    ...(attachments.length === 0 ? {} : { attachments }),
    _wirefold: extension(entry),
  }
}

function authors({ author, outlet }: Entry): object[] {
  return [...(author === null || author === outlet ? [] : [{ name: author }]), { name: outlet }]
}

function attachment({ url, type, length }: Entry['enclosures'][number], episode: Entry['episode']): object {
  const duration = episode?.durationSeconds ?? null
  return {
    url,
    mime_type: type,
    ...(length === 0 ? {} : { size_in_bytes: length }),
    ...(duration === null ? {} : { duration_in_seconds: duration }),
  }
}

/** What JSON Feed has no words for: where the story was read and who else carries it, the lead first. */
function extension({ outlet, feedUrl, permalink, copies, episode, credit, caption }: Entry): object {
  return {
    ...(episode?.number ? { episode: episode.number } : {}),
    ...(episode?.season ? { season: episode.season } : {}),
    ...(credit === null ? {} : { image_credit: credit }),
    ...(caption === null ? {} : { image_caption: caption }),
    outlet,
    feed_url: feedUrl,
    story_url: permalink,
    copies: copies.map(({ outlet, title, link, feedUrl, date }) => ({
      outlet,
      title,
      url: link,
      feed_url: feedUrl,
      date_published: date,
    })),
  }
}
