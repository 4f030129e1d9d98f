/** Explains a feed's trouble, and what a person can do about it. */
import type { FeedStatus } from '../../contract/model.ts'

interface Advice {
  /** The trouble in a few words. */
  readonly what: string
  readonly todo: string
}

const TRY_AGAIN = 'Nothing to do: it is asked again by itself, less often the longer this lasts.'

const KNOWN: readonly (readonly [RegExp, string, string])[] = [
  [
    /^(404|410)\b/,
    'The feed is not at this address any more.',
    'Open the outlet’s site and look for its feed; then subscribe to that one and remove this one.',
  ],
  [
    /^(401|407)\b/,
    'The publisher wants a user name and a password.',
    'Put them into the feed’s address in the config: https://user:password@…',
  ],
  [
    /^(403|406|451)\b/,
    'The publisher refuses to answer us.',
    'Set fetch.contact so that the publisher knows whom to write to, or ask for access.',
  ],
  [/^429\b/, 'The publisher wants to be asked less often.', TRY_AGAIN],
  [/^5\d\d\b/, 'The publisher’s server is in trouble.', TRY_AGAIN],
  [
    /name does not exist/,
    'The name in the address does not exist.',
    'Check the address for a slip; if the site has moved, subscribe to its new address.',
  ],
  [/could not be resolved/, 'Names cannot be looked up at the moment.', 'Check this machine’s DNS.'],
  [/refused|cut|unreachable|connection failed/, 'The publisher’s server cannot be reached.', TRY_AGAIN],
  [/time(d )?\s?out|longer than/i, 'The publisher’s server takes too long.', TRY_AGAIN],
  [
    /TLS/,
    'The connection is not safe: the publisher’s certificate does not hold.',
    'Open the address in a browser; if it warns there, too, tell the publisher.',
  ],
  [
    /private|not allowed|inside/i,
    'The address is inside a private network.',
    'Set allowPrivateAddresses for this feed, if it is meant.',
  ],
  [
    /larger|bigger|maxBytes|too long/i,
    'The document is larger than is read.',
    'Raise fetch.maxBytes, if the publisher can be trusted.',
  ],
  [
    /not a feed|no feed|cannot be read|HTML/i,
    'What arrives is no feed.',
    'Open the address: often it is a web page by now, and the feed is somewhere else on the site.',
  ],
]

/** Null where all is well. */
export function adviceFor({ state, error }: Pick<FeedStatus, 'state' | 'error'>): Advice | null {
  if (state === 'ok' || state === 'new') return null
  if (state === 'gone')
    return {
      what: 'The publisher says that it is gone for good.',
      todo: 'It is asked no more. Remove it, or subscribe to its successor.',
    }
  if (state === 'throttled')
    return { what: 'The publisher asked to be left alone for a while.', todo: TRY_AGAIN }
  const known = KNOWN.find(([pattern]) => pattern.test(error ?? ''))
  return known === undefined
    ? { what: 'The last poll failed.', todo: TRY_AGAIN }
    : { what: known[1], todo: known[2] }
}
