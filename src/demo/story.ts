/** The two invented agencies; their names appear in credits and before headlines. */
export const AGENCIES = ['Halyard Wire', 'Corvane Press'] as const
export type Agency = (typeof AGENCIES)[number]

/**
 * A story as its newsroom wrote it. Places, people and outlets are invented.
 * `{today}`, `{yesterday}` and `{tomorrow}` in the text stand for weekdays, seen from the day of publication.
 */
export interface DemoStory {
  readonly key: string
  /** Who wrote it, or null for an outlet's own work. */
  readonly agency: Agency | null
  readonly author: string
  /** The dateline. */
  readonly place: string
  readonly headline: string
  /** What a subeditor elsewhere makes of the headline. */
  readonly altHeadline: string
  readonly dek: string
  readonly paragraphs: readonly string[]
  readonly category: string
  /** How long before the newsroom opens it was published, in hours. Without meaning for a held-back story. */
  readonly hoursAgo: number
}
