/** Errors on their way between threads: the border takes their class away; so they cross it as plain values. */
import { CorrectionError } from '../contract/errors.ts'
import { HttpError } from '../http/errors.ts'
import { ParseError } from '../parse/parse-error.ts'
import { StoreError, UnusableDatabaseError } from '../store/store-error.ts'

const CLASSES = [CorrectionError, HttpError, ParseError, StoreError, UnusableDatabaseError]

/** What a thread answers. */
export type Answer = { readonly value: unknown } | { readonly error: PackedError }

interface PackedError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** What the error holds beside these, such as a status code. */
  readonly own: object
}

/** Carries out a thread's work; whatever it throws becomes an answer. */
export async function answer(work: () => unknown): Promise<Answer> {
  try {
    return { value: await work() }
  } catch (error) {
    const { name, message, stack, cause: _, ...own } = error as Error
    return { error: { name, message, stack, own } }
  }
}

/** The value; throws the error as it was thrown in the thread, of its class and with its stack. */
export function unwrap(given: Answer): unknown {
  if ('value' in given) return given.value
  const { name, message, stack, own } = given.error
  const error = Object.assign(new Error(message), own, { name, ...(stack && { stack }) })
  const Class = CLASSES.find((each) => each.name === name)
  throw Class ? Object.setPrototypeOf(error, Class.prototype) : error
}
