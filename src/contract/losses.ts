/** What of a document was not kept, in words for a person. */
import type { FeedStatus, Losses } from './model.ts'

/** What a feed's last document holds that is not among the entries. */
export function missingWords({ losses, leftOut }: Pick<FeedStatus, 'losses' | 'leftOut'>): string[] {
  return [
    ...lostWords(losses),
    ...(leftOut > 0 ? [`${leftOut.toLocaleString('en')} left out by its rules`] : []),
  ]
}

/** One phrase for each kind of loss; none for entries that hold nothing, which nobody misses. */
export function lostWords({ older, cutTexts }: Losses): string[] {
  return [
    ...(older > 0 ? [`${counted(older, 'older entry', 'older entries')} left out`] : []),
    ...(cutTexts > 0 ? [`${counted(cutTexts, 'text', 'texts')} too long, cut`] : []),
  ]
}

function counted(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}
