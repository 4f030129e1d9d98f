/** The command line: what each command takes. What it does stands in the file of its name. */
import { Command, InvalidArgumentError } from 'commander'
import { VERSION } from '../version.ts'
import { backup, check } from './care.ts'
import type { CommandContext, Context } from './context.ts'
import { merge, rematch, split, undo } from './corrections.ts'
import { demo } from './demo.ts'
import { discover } from './discover.ts'
import { explain } from './explain.ts'
import { feeds } from './feeds.ts'
import { exportOpml, importOpml } from './opml.ts'
import { poll } from './poll.ts'
import { serve } from './serve.ts'

const DEFAULT_CONFIG = 'config/wirefold.yaml'

/** Builds the program; a command's answer is its exit status. */
export function createProgram(context: Context, exit: (status: number) => void): Command {
  const program = new Command('wirefold')
    .description('Polls many feeds and serves one merged feed in which each story stands once.')
    .version(VERSION)
    .enablePositionalOptions()
  const add = (
    usage: string,
    description: string,
    run: (context: CommandContext, ...given: never[]) => Promise<number>,
  ) =>
    program
      .command(usage)
      .description(description)
      .option('--config <file>', `config file (default: ${DEFAULT_CONFIG}, or $WIREFOLD_CONFIG)`)
      .action(async (...args: unknown[]) => {
        args.pop() // commander's own object
        const options = args.pop() as { config?: string }
        const config = options.config ?? context.env.WIREFOLD_CONFIG ?? DEFAULT_CONFIG
        exit(await run({ ...context, config }, ...([...args, options] as never[])))
      })

  add('serve', 'poll on schedule and serve the merged feed, until SIGTERM or SIGINT', serve)
  add('poll', 'poll the feeds that are due, once', poll).option(
    '--all',
    'poll every feed that its publisher lets us ask, due or not',
  )
  add('demo', 'the whole daemon on a newsroom of invented outlets', demo).option(
    '--port <port>',
    'default 8080',
    portNumber,
  )
  add('feeds', 'show how each feed stands', feeds)
  add('discover <url>', 'name the feeds that a web page offers', discover)
  add('import <file>', 'subscribe to the feeds of an OPML file', importOpml)
  add('export', 'write the subscriptions as OPML', exportOpml)
  add('explain <entry-or-story>', 'why these copies are one story, and what came near', explain)
  add('merge <a> <b>', 'make two stories one; entry or story ids', merge)
  add('split <entry>', 'make an entry a story of its own', split)
  add('undo <operation>', 'take a merge or split back', undo)
  add('rematch', 'decide all stories again with the present rules', rematch).option(
    '--dry-run',
    'change nothing',
  )
  add('backup <file>', 'copy the database while the daemon runs', backup)
  add('check', 'check config and database', check)
  return program
}

function portNumber(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 65535) return Number(text)
  throw new InvalidArgumentError('Expected a number from 0 (any free port) to 65535.')
}
