import { expect, test } from 'vitest'
import { counted } from '../../src/contract/words.ts'

test('things are counted as people do', () => {
  const words = [counted(1, 'entry', 'entries'), counted(0, 'feed'), counted(1200, 'entry', 'entries')]
  expect(words).toEqual(['1 entry', '0 feeds', '1,200 entries'])
})
