/** The newsroom's stories, all of them. */
import type { DemoStory } from '../story.ts'
import { columns } from './columns.ts'
import { courts } from './courts.ts'
import { culture } from './culture.ts'
import { harbour } from './harbour.ts'
import { markets } from './markets.ts'
import { politics } from './politics.ts'
import { science } from './science.ts'
import { sport } from './sport.ts'
import { weather } from './weather.ts'

/** Every story of the newsroom: each is to stand once in a merged feed, however many outlets carry it. */
export const allStories: readonly DemoStory[] = [
  ...harbour,
  ...politics,
  ...weather,
  ...science,
  ...sport,
  ...courts,
  ...markets,
  ...culture,
  ...columns,
]
