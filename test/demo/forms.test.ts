import { describe, expect, test } from 'vitest'
import { briefs } from '../../src/demo/briefs.ts'
import * as form from '../../src/demo/forms.ts'
import { allStories } from '../../src/demo/stories/all.ts'

const TUESDAY = Date.UTC(2025, 9, 14, 12)
const strike = allStories.find((story) => story.key === 'harbour-strike')!
const setting = { story: strike, outlet: 'Dunmarrow Courier', writtenAt: TUESDAY }
const whole = form.copyOf(setting, [])

describe('the stories', () => {
  test('are thirty, each with a key and a text of its own', () => {
    expect(allStories).toHaveLength(30)
    expect(new Set(allStories.map((story) => story.key)).size).toBe(30)
    expect(new Set(allStories.map((story) => story.paragraphs[0])).size).toBe(30)
  })

  test.each(allStories)('$key is as long as agency stories are', ({ paragraphs }) => {
    const words = paragraphs.join(' ').split(/\s+/).length
    expect(words).toBeGreaterThanOrEqual(150)
    expect(words).toBeLessThanOrEqual(350)
  })

  test.each(allStories)('$key can be written in windows-1252', ({ headline, dek, paragraphs }) => {
    const text = [headline, dek, ...paragraphs].join('')
    expect(text.replace(/[\u0020-\u007e\u00a0-\u00ff“”‘’–—…]/g, '')).toBe('')
  })
})

describe('a form', () => {
  test('names the weekdays as seen from the day the story was written', () => {
    expect(whole.body?.[0]).toContain('walked off the job at midnight on Monday')
    expect(whole.body?.[5]).toContain('is due to meet both sides on Wednesday')
    expect(whole.body?.join()).not.toMatch(/[{}]/)
  })

  test('puts the agency before the headline', () => {
    const { title } = form.copyOf(setting, [form.prefixed])
    expect(title).toBe(`Halyard Wire: ${strike.headline}`)
  })

  test('puts credits, headline and widget above the text and leaves the text as it was', () => {
    const { body } = form.copyOf(setting, [form.signed, form.bylined, form.headed, form.widget])
    expect(body?.slice(0, 5)).toEqual([
      'Audio By Carbonatix',
      strike.headline,
      strike.dek,
      'By Halyard Wire Staff',
      'By Ines Marlowe/Halyard Wire',
    ])
    expect(body?.slice(5)).toEqual(whole.body)
  })

  test('names the outlet and the final headline in the line below the text', () => {
    const { body } = form.copyOf(setting, [form.prefixed, form.appearedFirst])
    expect(body?.at(-1)).toBe(
      `The post Halyard Wire: ${strike.headline} appeared first on Dunmarrow Courier.`,
    )
  })

  test('cuts an excerpt of as many words as asked for, and no body', () => {
    const { summary, body } = form.copyOf(setting, [form.excerpt(40)])
    expect(body).toBeNull()
    expect(summary?.endsWith(' […]')).toBe(true)
    expect(summary?.split(' ')).toHaveLength(41)
    expect(whole.body?.join(' ')).toContain(summary?.replace(' […]', ''))
  })

  test('drops two paragraphs that are not the lead', () => {
    const { body } = form.copyOf(setting, [form.shortened])
    expect(body).toHaveLength(strike.paragraphs.length - 2)
    expect(body?.[0]).toBe(whole.body?.[0])
  })

  test('edits lightly: other quotes and words, the same number of paragraphs', () => {
    const { body } = form.copyOf(setting, [form.edited])
    expect(body).toHaveLength(strike.paragraphs.length)
    expect(body).not.toEqual(whole.body)
    expect(body?.join()).not.toMatch(/[“”’]/)
  })
})

describe('a brief', () => {
  test.each(briefs)('$key carries two leads word for word among its own lines', ({ paragraphs }) => {
    const leads = allStories.filter((story) => paragraphs.includes(story.paragraphs[0]!))
    expect(leads).toHaveLength(2)
    expect(paragraphs).toHaveLength(7)
  })
})
