/** What is wrong with a database, in words that say what to do about it. */
import { UnavailableError } from '../contract/errors.ts'

/** A database that cannot be used, or that this program must not touch. */
export class StoreError extends UnavailableError {
  override name = 'StoreError'
}

/** The database that the config names is not for this program; nothing was written. */
export class UnusableDatabaseError extends StoreError {
  override name = 'UnusableDatabaseError'
}
