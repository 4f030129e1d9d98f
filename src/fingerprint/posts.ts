/** Finds posts from social networks that a text embeds whole: everybody may, so they are quotations without the marks. */

/** `— Ada Holm (@adaholm)`: who posted what stands before, on this line or the one above. */
const SIGNED = /[—–-]\s?[^\n(]{2,50}\(@\w{1,20}\)/u
/** Less before the signature is a remnant: the post is the line above. Characters. */
const REMNANT = 20

/** Where the lines that are such posts begin and end, in order. */
export function findPosts(text: string): [number, number][] {
  if (!text.includes('(@')) return []
  const found: [number, number][] = []
  let above: [number, number] | undefined
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const signed = SIGNED.exec(text.slice(start, end))
    if (signed && above && signed.index < REMNANT) found.push(above)
    if (signed) found.push([start, end])
    above = [start, end]
    start = end + 1
  }
  return found
}
