import type { Agency } from './agencies.ts'
import { directory, spell } from './credit.ts'

const PREFIX = /^([^:]{2,40}):\s+(?=\S)/u

/** Takes an agency's name from before a headline: `The Media Line: Talks resume` → `Talks resume`. */
export function createAgencyStripper(agencies: readonly Agency[]): (title: string) => string {
  const names = directory(agencies)
  return (title) => {
    const prefix = PREFIX.exec(title)
    return prefix && names.byName.has(spell(prefix[1]!)) ? title.slice(prefix[0].length) : title
  }
}
