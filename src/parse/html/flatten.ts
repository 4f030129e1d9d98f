/** Elements inside one another that no page has; HTML parsers take time with the square of it. */
const MAX_DEPTH = 500

/** Elements that close by themselves, often left open by the thousand. */
const SELF_CLOSING = new Set(
  'area br col dd dt embed hr img input li link meta option p param source td th tr track wbr'.split(' '),
)

/** The HTML as it is or, where it is nested beyond all measure, its text alone. */
export function tame(html: string): string {
  let depth = 0
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z\d]*)/gi)) {
    if (SELF_CLOSING.has(name!.toLowerCase())) continue
    depth = slash ? Math.max(0, depth - 1) : depth + 1
    if (depth > MAX_DEPTH) return html.replace(/<[^<>]*>/g, ' ')
  }
  return html
}
