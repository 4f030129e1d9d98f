/** The surroundings of a command: what it may know of the process, and how it speaks to whoever started it. */
import { ExpectedError } from '../contract/errors.ts'

export interface Context {
  readonly env: NodeJS.ProcessEnv
  readonly print: (line: string) => void
  /** Tells what went wrong; the text ends its own lines. */
  readonly complain: (text: string) => void
  /** Aborted by SIGTERM and SIGINT. */
  readonly signal: AbortSignal
  /** Shows a line in place of the one before, while something takes time; null where no person watches. */
  readonly progress?: ((line: string) => void) | null
  /** Calls `listener` at each SIGHUP from now on, which otherwise ends the process. */
  readonly onHangup?: (listener: () => void) => void
}

/** What every command is given. */
export interface CommandContext extends Context {
  /** The config file to read. */
  readonly config: string
  /** Whether somebody named that file; else it is the default one, which a few commands can do without. */
  readonly isNamed: boolean
}

/** A command as the command line, its help and its completion know it. */
export interface CommandSpec {
  readonly usage: string
  readonly does: string
  /** Flags beside `--config`: how they are written, what they do, and how their value is read. */
  readonly options?: readonly (readonly [string, string, ((text: string) => unknown)?])[]
  /** Without the program's name. */
  readonly examples: readonly string[]
  readonly load: () => Promise<(context: CommandContext, ...given: never[]) => Promise<number>>
}

/** A file that cannot be read or written, with the reason. */
export class FileError extends ExpectedError {
  override name = 'FileError'
}

/** What is wrong with the words of the command line themselves, whatever there is to work on. */
export class UsageError extends ExpectedError {
  override name = 'UsageError'
}
