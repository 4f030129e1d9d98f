import { describe, expect, it } from 'vitest'
import { entry, foldsTogether } from './newsroom.ts'

const slug = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z\d ]/g, '')
    .replaceAll(' ', '-')

/** Whether two outlets' entries without a text are one story. */
function isOne(a: string, b: string, [linkA, linkB] = ['https://a.test/1', 'https://b.test/2']): boolean {
  return foldsTogether(entry('a', { title: a, link: linkA }), entry('b', { title: b, link: linkB, hour: 1 }))
}

/** The same with the headline in each address, or in what is made of it. */
function isOneBySlug(a: string, b: string, shorten = (text: string) => text): boolean {
  return isOne(a, b, [`https://a.test/${shorten(slug(a))}`, `https://b.test/${shorten(slug(b))}`])
}

const withoutShort = (text: string) =>
  text
    .split('-')
    .filter((word) => word.length > 3)
    .join('-')

describe('two headlines without a text', () => {
  it.each([
    [
      'another count',
      'Ferry fire kills 5 near Karsholm harbour, coast guard says',
      'Ferry fire kills 3 near Karsholm harbour, coast guard says',
    ],
    [
      'another score',
      'Aldene Rovers beat Venn United 2-1 in harbour derby final',
      'Aldene Rovers beat Venn United 3-0 in harbour derby final',
    ],
    [
      'another age',
      'Boy, 9, dies after being pulled from Saltmere swimming pool',
      'Boy, 4, dies after being pulled from Saltmere swimming pool',
    ],
    [
      'the opposite',
      'Supreme Court will hear challenge to ferry smoking rule',
      'Supreme Court will not hear challenge to ferry smoking rule',
    ],
    [
      'the opposite, contracted',
      'Mayor of Saltmere will resign over harbour lamp contract',
      'Mayor of Saltmere won’t resign over harbour lamp contract',
    ],
  ])('that give %s are two stories, whether their addresses repeat them or not', (_what, a, b) => {
    expect([isOne(a, b), isOneBySlug(a, b)]).toEqual([false, false])
  })

  it('are one where the addresses leave figures and short words out', () => {
    const title = 'Ferry fire kills 5 near Karsholm harbour, but not at sea'
    expect(
      isOne(title, `${title}!`, ['https://a.test/1', `https://b.test/${withoutShort(slug(title))}`]),
    ).toBe(true)
    const other = 'Blaze aboard boat off Karsholm: what is known'
    expect(
      isOne(title, other, [`https://a.test/${slug(title)}`, `https://b.test/${withoutShort(slug(title))}`]),
    ).toBe(true)
  })
})
