/** A story's picture in Media RSS (https://www.rssboard.org/media-rss), as RSS and Atom carry it. */
import type { Entry } from './entry.ts'
import { element, type Xml } from './xml.ts'

/** With who made it and what is said of it, or null where there is none. */
export function mediaPicture({ imageUrl, credit, caption }: Entry): Xml | null {
  if (imageUrl === null) return null
  return element(
    'media:content',
    { url: imageUrl, medium: 'image' },
    credit === null ? null : element('media:credit', {}, credit),
    caption === null ? null : element('media:description', { type: 'plain' }, caption),
  )
}
