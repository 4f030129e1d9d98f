/** A document that cannot be read as a feed. Its message names the feed and says what is wrong, for a person. */
export class ParseError extends Error {
  override readonly name = 'ParseError'
}
