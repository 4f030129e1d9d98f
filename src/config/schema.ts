/** The config file: every key, its form, its default as a person would write it, and what it does. */
import * as z from 'zod'
import { defaultFetchOptions, feedFetchOptions } from './fetch-options.ts'
import * as form from './forms.ts'
import { namedFeeds } from './named-feed.ts'
import { feedReadingOptions } from './reading-options.ts'

const server = z.strictObject({
  host: form.text
    .default('127.0.0.1')
    .describe('Who may connect: `127.0.0.1` is this machine only, `0.0.0.0` everyone who can reach it.'),
  port: z.int().min(0).max(65535).default(8080).describe('The port to listen on; 0 is any free one.'),
  publicUrl: form.plainUrl
    .nullable()
    .default(null)
    .describe('Where readers reach it; may hold a path. Made from host and port where it is missing.'),
  title: form.text.default('Wirefold').describe('The name of the merged feed.'),
  titles: z
    .enum(['clean', 'verbatim'])
    .default('clean')
    .describe('`verbatim` keeps `AGENCY: ` before headlines.'),
  excerpt: z
    .boolean()
    .default(false)
    .describe(
      'Only excerpts of any text are shown, whichever feed it is from, for an instance that is open to the public.',
    ),
  timeZone: form.timeZone
    .nullable()
    .default(null)
    .describe('The time zone of the pages where no script runs; else that of `$TZ` or of the machine.'),
  token: z
    .string()
    .min(16, 'expected at least 16 characters')
    .nullable()
    .default(null)
    .describe(
      'Whoever sends it may make corrections over HTTP; without it nobody may. At least 16 characters.',
    ),
  hubs: z.array(form.hub).default([]).describe('WebSub hubs to tell of changes.'),
  trustProxy: form.proxies
    .default(false)
    .describe('Whose `X-Forwarded-For` to believe: a list of your proxies’ addresses, or their number.'),
  hosts: z
    .array(form.hostName)
    .default([])
    .describe('Further names under which this server may be asked, beside that of `publicUrl`.'),
  rateLimit: z.int().min(1).default(600).describe('Requests a minute and client.'),
})

const poll = z
  .strictObject({
    schedule: form.schedule
      .default('* * * * *')
      .describe('When to look for feeds that are due: cron syntax, in UTC.'),
    concurrency: z
      .int()
      .min(1)
      .max(1000)
      .default(32)
      .describe('How many feeds are read at once, never two of one host.'),
    minInterval: form.duration.prefault('15m').describe('No feed is polled more often.'),
    maxInterval: form.duration.prefault('24h').describe('No feed is polled less often.'),
  })
  .refine(
    ({ minInterval, maxInterval }) => minInterval <= maxInterval,
    'minInterval must not be longer than maxInterval',
  )

const fetch = z.strictObject({
  timeout: form.timeout
    .prefault('30s')
    .describe('For one feed, from the first byte sent to the last byte read; at most `10m`.'),
  maxBytes: form.size.prefault('10MB').describe('A larger feed is not read; at most `20MB`.'),
  allowPrivateAddresses: z
    .boolean()
    .default(false)
    .describe('Lets feeds be read from this machine and its private network.'),
  contact: form.text
    .nullable()
    .default(null)
    .describe('Where those who run the polled servers can reach you; part of the User-Agent.'),
  ...defaultFetchOptions,
})

const FEED = 'expected "url: https://…"'
const feed = z.strictObject(
  {
    url: form.feedUrl.describe(
      'Where to poll. A password in it (`https://user:password@host/feed`) and a token in its query are never shown.',
    ),
    outlet: form.text
      .nullable()
      .default(null)
      .describe(
        'The outlet’s name; else the feed’s own title, with its host behind it where another site’s feed is called so.',
      ),
    groups: z
      .array(form.groupName)
      .default([])
      .describe('Each group is also a feed of its own: `/groups/NAME/rss.xml`.'),
    match: z
      .enum(['auto', 'never'])
      .default('auto')
      .describe('`never`: its entries are never folded into another outlet’s stories.'),
    trust: z
      .enum(['low', 'normal', 'high'])
      .default('normal')
      .describe(
        '`low`: its entries join others’ stories, but lead none, name none and join none. `high`: of equally good copies its own leads.',
      ),
    agency: form.text
      .nullable()
      .default(null)
      .describe(
        'The agency whose own feed this is, where its host does not tell: its copies lead. Need not be among `agencies`.',
      ),
    allowPrivateAddresses: z
      .boolean()
      .default(false)
      .describe('This feed may lie on this machine or in its private network.'),
    private: z
      .boolean()
      .default(false)
      .describe('The path of its address is a secret, too: long parts of it are never shown.'),
    excerpt: z
      .boolean()
      .default(false)
      .describe('Only excerpts of its texts are shown, in feeds, archives and pages.'),
    ...feedFetchOptions,
    ...feedReadingOptions,
  },
  FEED,
)

const agencies = z.union(
  [
    z.array(form.agency).transform((add) => ({ add, only: null })),
    z
      .strictObject({ only: z.array(form.agency).describe('These and no others.') })
      .transform(({ only }) => ({ add: [], only })),
  ],
  'expected a list of agencies, or only: and a list',
)

export const configSchema = z.strictObject({
  database: form.database
    .default('./data/wirefold.db')
    .describe('Where everything is kept: a file, or a PostgreSQL database, `postgres://user@host/name`.'),
  databasePassword: form.text
    .nullable()
    .default(null)
    .describe(
      'The password for that PostgreSQL database, best as `{ file: … }`; else `PGPASSWORD` or `~/.pgpass` tells it.',
    ),
  keyFile: form.text
    .nullable()
    .default(null)
    .describe(
      'A file with a secret of your own: what is secret about feeds is encrypted with it in the database and its backups.',
    ),
  server: server.prefault({}),
  poll: poll.prefault({}),
  fetch: fetch.prefault({}),
  stories: z
    .strictObject({
      window: form.duration
        .prefault('14d')
        .describe('Two entries further apart in time than this are never one story.'),
    })
    .prefault({}),
  retention: form.retention
    .prefault('365d')
    .describe('How long an entry is kept after its feed has dropped it.'),
  backup: z
    .strictObject({
      folder: form.text
        .nullable()
        .default(null)
        .describe('Where the daemon puts a checked copy of the database, `wirefold-YYYY-MM-DD.db`.'),
      at: form.schedule.default('30 3 * * *').describe('When: cron syntax, in UTC.'),
      keep: z.int().min(1).default(7).describe('How many copies stay, the newest.'),
    })
    .prefault({}),
  agencies: agencies
    .prefault([])
    .describe('Agencies whose stories others carry, added to those that are built in.'),
  log: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged, as JSON lines on standard error.'),
  feeds: z
    .array(feed, 'expected a list of "- url: https://…"')
    .superRefine(eachOnce)
    .default([])
    .describe('What is polled.'),
  namedFeeds: namedFeeds.default([]).describe('Saved filters, each a feed of its own.'),
})

export type Config = z.output<typeof configSchema>
export type FeedConfig = Config['feeds'][number]

/** A feed that is listed twice is a slip: the settings of one would be lost without a word. */
function eachOnce(feeds: readonly z.output<typeof feed>[], context: z.RefinementCtx): void {
  const seen = new Set<string>()
  for (const [i, { url }] of feeds.entries()) {
    if (!form.isHttpUrl(url)) continue // a fault of its own
    const address = withoutCredentials(url)
    if (seen.has(address))
      context.addIssue({ code: 'custom', message: 'this feed is listed twice', path: [i, 'url'] })
    seen.add(address)
  }
}

function withoutCredentials(address: string): string {
  const { protocol, host, pathname, search } = new URL(address)
  return `${protocol}//${host}${pathname}${search}`
}
