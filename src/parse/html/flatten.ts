/** Flattens HTML that is nested deeper than any page: parsers take time with the square of the depth. */
const MAX_DEPTH = 500
/** Open elements that a parser may look through for the start tags of end tags that have none. */
const MAX_SEARCH = 10_000_000

/** Elements that close by themselves, often left open by the thousand. */
const SELF_CLOSING = new Set(
  'area br col dd dt embed hr img input li link meta option p param source td th tr track wbr'.split(' '),
)

/** The HTML as it is or, where it is nested deeper than any page, its text alone. */
export function flattenDeepHtml(html: string): string {
  if (html.length < MAX_DEPTH * 3) return html
  const open: string[] = []
  const counts = new Map<string, number>()
  let searched = 0
  for (const [, slash, written] of html.matchAll(/<(\/?)([a-z][a-z\d]*)/gi)) {
    const name = written!.toLowerCase()
    if (SELF_CLOSING.has(name)) continue
    const count = counts.get(name) ?? 0
    if (!slash) {
      open.push(name)
      counts.set(name, count + 1)
    } else if (count === 0) searched += open.length
    else closeLast(name, open, counts)
    if (open.length > MAX_DEPTH || searched > MAX_SEARCH) return html.replace(/<[^<>]*>/g, ' ')
  }
  return html
}

/** An end tag closes what was left open inside its element. */
function closeLast(name: string, open: string[], counts: Map<string, number>): void {
  for (let closed: string | undefined; closed !== name; ) {
    closed = open.pop()!
    counts.set(closed, counts.get(closed)! - 1)
  }
}
