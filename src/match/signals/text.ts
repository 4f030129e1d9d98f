/** What the two texts have in common. */
import { fitted, percent, set, signal } from './signal.ts'

export const contained = signal({
  name: 'contained',
  text: fitted(3.46),
  measure: ({ contained }) => contained,
  say: (value) => `${percent(value)} of the shorter text stands in the longer`,
})

/** Copying shows most where the share passes one half. */
export const mostly = signal({
  name: 'mostly',
  text: fitted(3.11),
  measure: ({ mostly }) => mostly,
  say: (value) => `${percent(value)} sure that most of the shorter text was copied`,
})

/** An original opens as its excerpt does; a digest carries the excerpt further down. */
export const lead = signal({
  name: 'lead',
  text: fitted(1.72),
  measure: ({ hasText, large }) => hasText && large.lead,
  say: (value) => `${percent(value)} of the longer one’s lead stands in the shorter`,
})

/** No weight: it shows digests (`digest.ts`). */
export const shortLead = signal({
  name: 'shortLead',
  measure: ({ hasText, small }) => hasText && small.lead,
  say: (value) => `${percent(value)} of the shorter one’s lead stands in the longer`,
})

/** No weight: it says why the rest is low. */
export const publicShare = signal({
  name: 'publicShare',
  measure: ({ hasText, small }) => hasText && small.publicShare,
  say: (value) => `${percent(value)} of what both have is quotation or public material`,
})

/** Five words in common may be chance, fifty are not: the logarithm of how much is shared, 1 at FULL bits. */
const FULL = 8
export const evidence = signal({
  name: 'evidence',
  text: fitted(2.21),
  measure: ({ hasText, hits }) => hasText && Math.min(1, Math.log2(1 + hits) / FULL),
  say: (value) =>
    `${Math.round(2 ** (FULL * value) - 1)}${value === 1 ? ' or more' : ''} runs of five words in common`,
})

const OPENS = 0.3
export const buried = signal({
  name: 'buried',
  text: set(-2.5),
  measure: ({ isLittle, large, headline }) => (isLittle && large.lead < OPENS ? 1 - headline : 0),
  say: () => 'a short text stands far down in the long one',
})

/** One text is several times as long as another whole text that it holds. */
const WHOLE = 250
const TIMES_AS_LONG = 4
export const digest = signal({
  name: 'digest',
  text: set(-4),
  measure: ({ small, large, headline }) =>
    small.count > WHOLE && large.count > TIMES_AS_LONG * small.count ? 1 - headline : 0,
  say: () => 'one holds several whole texts',
})

/** Two long texts without a source in common that share no more than a quotation or a notice. */
const LONG = 100
const HARDLY_ANY = 40
export const littleShared = signal({
  name: 'littleShared',
  text: set(-4),
  measure: ({ hasText, small, sameSource, hits }) =>
    hasText && small.count > LONG && !sameSource ? Math.max(0, 1 - hits / HARDLY_ANY) : 0,
  say: () => 'two long texts share hardly anything',
})

export const noText = signal({
  name: 'noText',
  measure: ({ hasText }) => 1 - hasText,
  say: () => 'one has no text to compare',
})

export const little = signal({
  name: 'little',
  measure: ({ isLittle }) => isLittle,
  say: () => 'one has little text',
})
