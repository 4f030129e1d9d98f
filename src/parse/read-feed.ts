import Parser from 'rss-parser'
import type { ParsedFeed } from '../model.ts'
export interface FeedDocument {
  body: Uint8Array
  contentType: string | null
  url: string
}
export class ParseError extends Error {
  override name = 'ParseError'
}
export async function readFeed(d: FeedDocument): Promise<ParsedFeed> {
  const p = new Parser<Record<string, unknown>, Record<string, string>>({
    customFields: {
      item: [
        ['content:encoded', 'encoded'],
        ['description', 'description'],
      ],
    },
  })
  try {
    const f = await p.parseString(Buffer.from(d.body).toString('utf8'))
    return {
      title: f.title ?? '',
      link: f.link ?? null,
      language: null,
      pace: { intervalMs: null, skipHours: [], skipDays: [] },
      dropped: 0,
      entries: f.items.map((i) => {
        const html = i['encoded'] ?? i['description'] ?? i['content'] ?? ''
        const t = Date.parse(i['isoDate'] ?? '')
        return {
          guid: String(i['guid'] ?? i['id'] ?? i['link'] ?? i['title']),
          link: i['link'] ?? null,
          canonicalUrl: null,
          title: i['title'] ?? '',
          author: i['creator'] ?? null,
          publishedAt: Number.isNaN(t) ? null : t,
          updatedAt: null,
          contentHtml: html,
          summaryHtml: null,
          text: html.replace(/<\/p>/g, '\n').replace(/<[^>]+>/g, ' '),
          enclosures: [],
          imageUrl: null,
          categories: [],
          language: null,
          source: null,
        }
      }),
    }
  } catch (e) {
    throw new ParseError(`cannot read the feed: ${(e as Error).message}`)
  }
}
