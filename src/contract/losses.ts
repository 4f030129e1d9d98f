/** What of a document was not kept, or was read although its answer is not quite right, in words for a person. */
import type { FeedStatus, Losses } from './model.ts'
import { counted } from './words.ts'

/** What is to be known of a feed's last document: what is not among the entries, and what had to be forgiven. */
export function remarksOn({
  losses,
  leftOut,
  forgiven,
}: Pick<FeedStatus, 'losses' | 'leftOut' | 'forgiven'>): string[] {
  return [
    ...lostWords(losses),
    ...(leftOut > 0 ? [`${leftOut.toLocaleString('en')} left out by its rules`] : []),
    ...(forgiven.length > 0 ? [`answers not quite in HTTP (${forgiven.join(', ')})`] : []),
  ]
}

/** One phrase for each kind of loss; none for entries that hold nothing, which nobody misses. */
export function lostWords({ older, cutTexts }: Losses): string[] {
  return [
    ...(older > 0 ? [`${counted(older, 'older entry', 'older entries')} left out`] : []),
    ...(cutTexts > 0 ? [`${counted(cutTexts, 'text')} too long, cut`] : []),
  ]
}
