/** The program without its process: from the words of a command line to an exit status. */
import { CommanderError } from 'commander'
import { ConfigError } from '../config/load-config.ts'
import { ExpectedError } from '../contract/errors.ts'
import { databaseFault } from '../store/sqlite/fault-words.ts'
import { UnusableDatabaseError } from '../store/store-error.ts'
import { type Context, UsageError } from './context.ts'
import { createProgram } from './program.ts'

/** What is wrong in the command line or the config. */
const FAULTS_OF_CALLER = [ConfigError, UsageError, UnusableDatabaseError]

/** Resolves with 0; with 2 where the command line or the config is wrong, and with 1 for the rest. */
export async function runProgram(words: readonly string[], context: Context): Promise<number> {
  let status = 0
  const program = createProgram(context, (given) => {
    status = given
  })
  try {
    await program.parseAsync(words, { from: 'user' })
    return status
  } catch (error) {
    return statusOf(error, context)
  }
}

/** Faults of ours show their stack. */
function statusOf(error: unknown, { complain }: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { message, stack } = error as Error
  const isExpected = error instanceof ExpectedError || 'syscall' in (error as object) // the system's: a file, an address
  complain(`wirefold: ${isExpected ? message : (databaseFault(error) ?? stack)}\n`)
  return FAULTS_OF_CALLER.some((each) => error instanceof each) ? 2 : 1
}
