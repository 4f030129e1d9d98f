/** What is thrown for a document that is no feed. */
import { ExpectedError } from '../contract/errors.ts'

/** A document that cannot be read as a feed. Its message names the feed and says what is wrong, for a person. */
export class ParseError extends ExpectedError {
  override name = 'ParseError'
}
