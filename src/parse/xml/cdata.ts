/** CDATA sections that arrive as text, because a publisher escaped them or put one into another. */

const START = /<!\[CDATA\[/i
const END = ']]>'
const ESCAPED = /^\s*&lt;!\[CDATA\[([\s\S]*?)(?:\]\]&gt;)?\s*$/i

/** The text without the marks of CDATA. Those that an article shows as code are escaped twice, and stay. */
export function unwrapCdata(text: string): string {
  const parts = text.split(START)
  if (parts.length === 1) return text.includes('&lt;![') ? (ESCAPED.exec(text)?.[1] ?? text) : text
  const ends = parts.slice(1).join('').split(END)
  return (
    parts[0]! +
    ends.slice(0, parts.length).join('') +
    ends
      .slice(parts.length)
      .map((rest) => END + rest)
      .join('')
  )
}
