import { expect, it } from 'vitest'
import { createMatcher } from '../../src/match/matcher.ts'
import { prose } from '../support/builders.ts'
import { entry, newsroom } from './newsroom.ts'

it('the reason of a fold names what speaks for it, and nothing else that the two have in common', () => {
  const title = 'Harbour opens again after the long strike of the ferrymen'
  const said = 'the harbour council said on'
  const one = entry('one', { title, text: `${prose(3, 1)} ${said} Monday` })
  const other = entry('two', { title, text: `${said} Tuesday ${prose(7, 1)}` })
  const { words, features } = createMatcher().reason(one, other)
  expect(words).toBe('one headline')
  expect(features.evidence).toBeGreaterThan(0)
})

it('a little text that its outlet issues again, headline and all, is no description that comes back', () => {
  const blurbOf = (title: string) => {
    const room = newsroom()
    const draft = { outlet: 'Harbor Weekly', text: prose(4, 1) }
    room.arrive(
      entry('first', { ...draft, title: 'Ferry sails again' }),
      entry('again', { ...draft, title, hour: 90 }),
    )
    return room.explain()[0]!.features.recurringBlurb!
  }
  expect(blurbOf('Ferry sails again')).toBe(0)
  expect(blurbOf('Programme of the week')).toBeGreaterThan(1)
})
