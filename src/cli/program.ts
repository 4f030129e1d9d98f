/** The command line: what each command takes. What it does stands in the file of its name. */
import { Command } from 'commander'
import { VERSION } from '../version.ts'
import { feeds } from './feeds.ts'
import { poll } from './poll.ts'
import { serve } from './serve.ts'

const DEFAULT_CONFIG = 'config/wirefold.yaml'

/** What every command is given. */
export interface CommandContext {
  /** The config file to read. */
  readonly config: string
  readonly env: NodeJS.ProcessEnv
  readonly print: (line: string) => void
  /** Aborted by SIGTERM and SIGINT. */
  readonly signal: AbortSignal
}

export type Context = Omit<CommandContext, 'config'>

/** Builds the program; a command's answer is its exit status. */
export function createProgram(context: Context, exit: (status: number) => void): Command {
  const program = new Command('wirefold')
    .description('Polls many feeds and serves one merged feed in which each story stands once.')
    .version(VERSION)
    .enablePositionalOptions()
  const add = (
    usage: string,
    description: string,
    run: (context: CommandContext, ...args: never[]) => Promise<number>,
  ) =>
    program
      .command(usage)
      .description(description)
      .option('--config <file>', `config file (default: ${DEFAULT_CONFIG}, or $WIREFOLD_CONFIG)`)
      .action(async (...args: unknown[]) => {
        const command = args.pop() as Command
        const options = args.pop() as { config?: string }
        const config = options.config ?? context.env['WIREFOLD_CONFIG'] ?? DEFAULT_CONFIG
        exit(await run({ ...context, config }, ...([...args, command.opts()] as never[])))
      })

  add('serve', 'poll on schedule and serve the merged feed, until SIGTERM or SIGINT', serve)
  add('poll', 'poll the feeds that are due, once', poll).option('--all', 'poll every feed, due or not')
  add('feeds', 'show how each feed stands', feeds)
  return program
}
