/** Errors that are no fault of the program. */

/** Its message tells a person what to do; of any other error the stack is shown. */
export class ExpectedError extends Error {
  override name = 'ExpectedError'
}

/** What is needed is away, such as the database; it may come back. */
export class UnavailableError extends ExpectedError {
  override name = 'UnavailableError'
}

/** A correction that cannot be made. */
export class CorrectionError extends ExpectedError {
  override name = 'CorrectionError'
}
