/**
 * Finds what a text gives of others without quotation marks: posts from social networks that it embeds, and the
 * paragraph that a sentence with a colon at its end announces (`In a statement the ministry said:`).
 */

/** `— Ada Holm (@adaholm)`: who posted what stands before, on this line or the one above. */
const SIGNED = /[—–-]\s?[^\n(]{2,50}\(@\w{1,20}\)/u
/** Less before the signature is a remnant: the post is the line above. Characters. */
const REMNANT = 20
/** A dateline or a label (`RIYADH:`) is no sentence and announces nothing. */
const ANNOUNCING = /\S\s+\S+\s+\S+[:：]\s*$/u
const ANNOUNCEMENT = 200

/** Where such lines begin and end, in order. */
export function findEmbedded(text: string): [number, number][] {
  const found: [number, number][] = []
  let above: [number, number] = [0, 0]
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const signature = text.slice(start, end).search(SIGNED)
    if (signature >= 0 && signature < REMNANT) found.push(above)
    if (signature >= 0 || ANNOUNCING.test(text.slice(Math.max(above[0], above[1] - ANNOUNCEMENT), above[1])))
      found.push([start, end])
    above = [start, end]
    start = end + 1
  }
  return found
}
