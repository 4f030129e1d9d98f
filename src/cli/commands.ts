/**
 * Every command: how it is called, what it does, examples, and where its code is. The code is loaded only when the
 * command runs, so that help and completion answer at once.
 */
import { InvalidArgumentError } from 'commander'
import type { CommandSpec } from './context.ts'

export const DEFAULT_CONFIG = 'config/wirefold.yaml'

const JSON_OUTPUT = ['--json', 'print JSON instead of lines'] as const

export const COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'serve',
    does: 'poll on schedule and serve the merged feed, until SIGTERM or SIGINT; SIGHUP reads the config again',
    options: [
      ['--watch', 'read the config again whenever the file changes'],
      ['--only <part>', 'poll or web: one of several processes on a PostgreSQL database', daemonPart],
    ],
    examples: ['serve', 'serve --config /etc/wirefold.yaml', 'serve --watch', 'serve --only poll'],
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    usage: 'poll',
    does: 'poll the feeds that are due, once',
    options: [['--all', 'poll every feed that its publisher lets us ask, due or not'], JSON_OUTPUT],
    examples: ['poll', 'poll --all', 'poll --json'],
    load: async () => (await import('./poll.ts')).poll,
  },
  {
    usage: 'demo',
    does: 'the whole daemon on a newsroom of invented outlets; nothing is kept',
    options: [['--port <port>', 'default 8080; 0 for any free one', portNumber]],
    examples: ['demo', 'demo --port 9000'],
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    usage: 'init [file]',
    does: 'write a config with comments, which never replaces a file',
    examples: ['init', 'init /etc/wirefold.yaml'],
    load: async () => (await import('./init.ts')).init,
  },
  {
    usage: 'add <url...>',
    does: 'subscribe to a feed, or to the feed that a web page offers',
    options: [JSON_OUTPUT],
    examples: ['add https://www.example.org/', 'add example.org https://www.example.com/feed.xml'],
    load: async () => (await import('./add.ts')).add,
  },
  {
    usage: 'remove <url>',
    does: 'unsubscribe from a feed, also from one that the config names; its entries stay',
    options: [JSON_OUTPUT],
    examples: ['remove https://www.example.org/feed.xml'],
    load: async () => (await import('./remove.ts')).remove,
  },
  {
    usage: 'forget <url>',
    does: 'remove a feed with all its entries, for good; what others wrote is decided again without it',
    options: [JSON_OUTPUT],
    examples: ['forget https://www.example.org/feed.xml'],
    load: async () => (await import('./forget.ts')).forget,
  },
  {
    usage: 'refetch <url>',
    does: 'ask for the whole document of one feed, whatever is due',
    options: [JSON_OUTPUT],
    examples: ['refetch https://www.example.org/feed.xml'],
    load: async () => (await import('./refetch.ts')).refetch,
  },
  {
    usage: 'feeds',
    does: 'show the state of each feed',
    options: [JSON_OUTPUT],
    examples: ['feeds', 'feeds --json'],
    load: async () => (await import('./feeds.ts')).feeds,
  },
  {
    usage: 'discover <url>',
    does: 'name the feeds that a web page offers; needs no config',
    options: [JSON_OUTPUT],
    examples: ['discover https://www.example.org/', 'discover example.org'],
    load: async () => (await import('./discover.ts')).discover,
  },
  {
    usage: 'import <file>',
    does: 'subscribe to the feeds of an OPML file',
    options: [JSON_OUTPUT],
    examples: ['import feeds.opml'],
    load: async () => (await import('./opml.ts')).importOpml,
  },
  {
    usage: 'export',
    does: 'write the subscriptions as OPML',
    options: [['--json', 'print JSON instead of OPML']],
    examples: ['export > feeds.opml', 'export --json'],
    load: async () => (await import('./opml.ts')).exportOpml,
  },
  {
    usage: 'explain <entry-or-story>',
    does: 'why these copies are one story, and which entries came near',
    options: [JSON_OUTPUT],
    examples: ['explain 1204', 'explain 0b9c6f1e-8f0a-5d3c-9a57-3f1f0c2b7d11'],
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    usage: 'merge <a> <b>',
    does: 'make two stories one; entry or story ids',
    options: [JSON_OUTPUT],
    examples: ['merge 1204 1310'],
    load: async () => (await import('./corrections.ts')).merge,
  },
  {
    usage: 'split <entry>',
    does: 'make an entry a story of its own',
    options: [JSON_OUTPUT],
    examples: ['split 1204'],
    load: async () => (await import('./corrections.ts')).split,
  },
  {
    usage: 'undo <operation>',
    does: 'take a merge or split back',
    options: [JSON_OUTPUT],
    examples: ['undo 3'],
    load: async () => (await import('./corrections.ts')).undo,
  },
  {
    usage: 'rematch',
    does: 'decide all stories again with the present rules',
    options: [['--dry-run', 'change nothing, only tell what would change'], JSON_OUTPUT],
    examples: ['rematch --dry-run', 'rematch'],
    load: async () => (await import('./corrections.ts')).rematch,
  },
  {
    usage: 'backup <file>',
    does: 'copy the database while the daemon runs, and check the copy',
    options: [['--force', 'replace a file that is there']],
    examples: ['backup /var/backups/wirefold.db', 'backup --force /var/backups/latest.db'],
    load: async () => (await import('./maintenance.ts')).backup,
  },
  {
    usage: 'restore <file>',
    does: 'put a backup in the place of the database, while no daemon runs; the present one stays beside it',
    examples: ['restore /var/backups/wirefold.db'],
    load: async () => (await import('./maintenance.ts')).restore,
  },
  {
    usage: 'move',
    does: 'carry everything from SQLite to PostgreSQL or back, while no daemon runs, and check it; the source is only read',
    options: [
      ['--to <database>', 'postgres://user@host/name, empty; or a file that is not there yet'],
      JSON_OUTPUT,
    ],
    examples: [
      'move --to postgres://wirefold@db.example.org/wirefold',
      'move --to /var/lib/wirefold/wirefold.db',
    ],
    load: async () => (await import('./move.ts')).move,
  },
  {
    usage: 'check',
    does: 'check config and database',
    options: [['--repair', 'mend what is derived from the rest, while no daemon runs'], JSON_OUTPUT],
    examples: ['check', 'check --repair', 'check --config /etc/wirefold.yaml'],
    load: async () => (await import('./maintenance.ts')).check,
  },
  {
    usage: 'completion <shell>',
    does: 'write a completion script for bash, zsh or fish',
    examples: ['completion bash > /etc/bash_completion.d/wirefold', 'completion fish | source'],
    load: async () => (await import('./completion.ts')).completionOf(COMMANDS),
  },
]

function daemonPart(text: string): string {
  if (text === 'poll' || text === 'web') return text
  throw new InvalidArgumentError('expected poll or web.')
}

function portNumber(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 65535) return Number(text)
  throw new InvalidArgumentError('Expected a number from 0 (any free port) to 65535.')
}
