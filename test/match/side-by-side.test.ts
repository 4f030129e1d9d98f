import { expect, it } from 'vitest'
import { sideBySide } from '../../src/match/side-by-side.ts'
import { prose } from '../support/builders.ts'
import { entry, newsroom } from './newsroom.ts'
import { FERRY } from './texts.ts'

const marked = (a: string, b: string) =>
  sideBySide({ text: a, print: null }, { text: b, print: null }).map(({ stretches }) =>
    stretches.map(({ text, mark }) => (mark === 'shared' ? `[${text}]` : text)).join(''),
  )

it('marks what two texts share word for word, with the marks that close a sentence', () => {
  const a = 'RIVERTON — The ferries sail again on Sunday, the crews’ union said. A vote follows.'
  const b = 'Good news: “The ferries sail again on Sunday”, the crews’ union said.'
  expect(marked(a, b)).toEqual([
    'RIVERTON — [The ferries sail again on Sunday, the crews’ union said.] A vote follows.',
    'Good news: [“The ferries sail again on Sunday”, the crews’ union said.]',
  ])
})

it('marks a passage once, however often one of the two repeats it', () => {
  const said = 'The ferries sail again on Sunday.'
  expect(marked(said, `${said} ${said}`)).toEqual([`[${said}]`, `[${said}] ${said}`])
})

it('leaves no letter out, and does not stumble over a text that repeats itself', () => {
  const texts = [prose(1, 4), `${prose(2, 1)}\n${prose(1, 4).slice(100)}`, 'ha '.repeat(9000), '', '—']
  for (const a of texts) {
    for (const b of texts) {
      const [x, y] = sideBySide({ text: a, print: null }, { text: b, print: null })
      expect([x, y].map(({ stretches }) => stretches.map(({ text }) => text).join(''))).toEqual([a, b])
    }
  }
})

it('greys what the outlet was seen to put under its other texts', () => {
  const footer = 'Subscribe to the Harbour Letter and never miss a tide again, from four crowns a month.'
  const room = newsroom()
  const texts = [1, 2, 3, 4, 5].map((n) => `${prose(n, 4)}\n${footer}`)
  for (const [n, text] of texts.entries()) room.arrive(entry(`e${n}`, { text, outlet: 'Harbour Letter' }))
  const last = room.entry('e4')
  const [side] = sideBySide({ text: texts.at(-1)!, print: last.print.bytes }, { text: FERRY, print: null })
  expect(side.stretches.at(-1)).toEqual({ text: footer, mark: 'boilerplate' })
})
