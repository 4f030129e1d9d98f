/** Why an entry is not stored, in words for a person. */

/** An entry that a rule of its feed leaves out. */
export interface LeftOutRow {
  readonly title: string
  readonly rule: string
  readonly outlet: string
}

export function leftOutWords({ title, rule, outlet }: LeftOutRow): string {
  return `“${title}” of ${outlet} is left out by its feed’s rule ${rule}`
}
