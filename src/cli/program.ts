/** The command line: builds it from the list of commands. */
import { Command } from 'commander'
import { VERSION } from '../version.ts'
import { COMMANDS, DEFAULT_CONFIG } from './commands.ts'
import type { CommandSpec, Context } from './context.ts'

/** Builds the program; a command's answer is its exit status. */
export function createProgram(context: Context, exit: (status: number) => void): Command {
  const program = new Command('wirefold')
    .description('Polls many feeds and serves one merged feed in which each story appears once.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.print(text.replace(/\n$/, '')),
      writeErr: context.complain,
    })
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', FIRST_STEPS)
  for (const spec of COMMANDS) add(program, spec, context, exit)
  return program
}

function add(program: Command, spec: CommandSpec, context: Context, exit: (status: number) => void): void {
  const command = program
    .command(spec.usage)
    .description(spec.does)
    .option('--config <file>', `config file (default: ${DEFAULT_CONFIG}, or $WIREFOLD_CONFIG)`)
    .addHelpText('after', examples(spec))
    .action(async (...args: unknown[]) => {
      args.pop() // commander's own object
      const options = args.pop() as { config?: string }
      const named = options.config ?? context.env.WIREFOLD_CONFIG
      const run = await spec.load()
      const given = { ...context, config: named ?? DEFAULT_CONFIG, isNamed: named !== undefined }
      exit(await run(given, ...([...args, options] as never[])))
    })
  for (const [flags, does, parse] of spec.options ?? []) {
    if (parse) command.option(flags, does, parse)
    else command.option(flags, does)
  }
}

function examples({ examples }: CommandSpec): string {
  return `\nExamples:\n${examples.map((line) => `  wirefold ${line}`).join('\n')}`
}

const FIRST_STEPS = `
First steps:
  wirefold demo                            see it at work on invented outlets
  wirefold init                            write a config with comments
  wirefold add https://www.example.org/    subscribe to the feed of a site
  wirefold serve                           poll, and serve http://localhost:8080/

wirefold help COMMAND shows a command's options and examples.`
