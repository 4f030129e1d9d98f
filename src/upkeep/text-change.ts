/** The difference between two versions of a text, by lines. Pure. */

/** The run of lines in which two versions differ. */
interface TextChange {
  /** The first line that differs; 1 is the first. */
  readonly line: number
  /** What was there before; null: nothing. */
  readonly removed: string | null
  /** What is there now; null: nothing. */
  readonly added: string | null
}

/** Null where nothing changed. */
export function changeOf(before: string, after: string): TextChange | null {
  if (before === after) return null
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const shorter = Math.min(old.length, fresh.length)
  let start = 0
  while (start < shorter && old[start] === fresh[start]) start++
  let end = 0
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) end++
  return {
    line: start + 1,
    removed: joined(old.slice(start, old.length - end)),
    added: joined(fresh.slice(start, fresh.length - end)),
  }
}

/** The text as it was before the change. */
export function takeBack(after: string, { line, removed, added }: TextChange): string {
  const lines = after.split('\n')
  lines.splice(line - 1, split(added).length, ...split(removed))
  return lines.join('\n')
}

function joined(lines: readonly string[]): string | null {
  return lines.length > 0 ? lines.join('\n') : null
}

function split(lines: string | null): string[] {
  return lines === null ? [] : lines.split('\n')
}
