/** How a feed is asked: keys under each feed, and under `fetch` as defaults for all. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { duration, isHttpUrl, text } from './forms.ts'

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
/** Those that decide how an answer is read or framed, or that have a key of their own. */
const OWN_HEADERS = new Map([
  ['user-agent', 'use userAgent instead'],
  ['cookie2', 'it is obsolete'],
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'te', 'trailer', 'upgrade', 'expect'].map(
    (name) => [name, 'it is set by Wirefold itself'] as const,
  ),
  ...['accept-encoding', 'range', 'if-none-match', 'if-modified-since', 'proxy-authorization'].map(
    (name) => [name, 'it is set by Wirefold itself'] as const,
  ),
])

const headers = z
  .record(z.string(), z.string('expected text, in quotes where it looks like a number'))
  .superRefine((given, context) => {
    for (const [name, value] of Object.entries(given)) {
      const fault = faultOfHeader(name, value)
      if (fault) context.addIssue({ code: 'custom', message: fault, path: [name] })
    }
  })
  .meta({ form: 'names and values' })

function faultOfHeader(name: string, value: string): string | null {
  if (!HEADER_NAME.test(name)) return 'this is no name of a header'
  const own = OWN_HEADERS.get(name.toLowerCase())
  if (own) return `this header cannot be set: ${own}`
  return HEADER_VALUE.test(value) ? null : 'expected a value of one line'
}

const userAgent = text.regex(/^[\x20-\x7e]+$/, 'expected one line of plain letters').meta({ form: 'text' })

const INTERVAL = 'expected a duration such as 30m, or bounds such as { min: 10m, max: 6h }'
const interval = z
  .union(
    [
      duration.transform((ms) => ({ min: ms, max: ms })),
      z
        .strictObject({
          min: duration.nullable().default(null).describe('Never more often.'),
          max: duration.nullable().default(null).describe('Never less often.'),
        })
        .refine(
          ({ min, max }) => min === null || max === null || min <= max,
          'min must not be longer than max',
        ),
    ],
    INTERVAL,
  )
  .meta({ form: 'duration, or `min` and `max`' })

const PROXY = 'expected the address of an HTTP proxy such as http://proxy.example:3128, or none'
const proxyAddress = z
  .string(PROXY)
  .refine((address) => isHttpUrl(address) && !/[?#]/.test(address), PROXY)
  .meta({ form: 'address' })

/** Through which proxy to ask, by the scheme of what is asked. */
interface ProxyRules {
  readonly http: string | null
  readonly https: string | null
  /** Hosts, domains and ranges that are asked without a proxy, as NO_PROXY names them. */
  readonly except: readonly string[]
}

const one = z
  .union(
    [
      z.literal('none').transform((): ProxyRules => ({ http: null, https: null, except: [] })),
      proxyAddress.transform((address): ProxyRules => ({ http: address, https: address, except: [] })),
    ],
    PROXY,
  )
  .meta({ form: 'address, or `none`' })
const byScheme = z.strictObject({
  http: proxyAddress.nullable().default(null).describe('For http addresses, as `HTTP_PROXY`.'),
  https: proxyAddress.nullable().default(null).describe('For https addresses, as `HTTPS_PROXY`.'),
  except: z
    .array(text)
    .default([])
    .describe('Hosts, domains and ranges that are asked without a proxy, as `NO_PROXY`.'),
})

const certificates = z
  .string()
  .transform((file, context) => {
    try {
      const pem = readFileSync(file, 'utf8')
      new X509Certificate(pem)
      return pem
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      const reason = missing ? 'there is no such file' : 'it holds no certificate that can be read'
      context.addIssue({ code: 'custom', message: `expected a file of certificates (PEM): ${reason}` })
      return ''
    }
  })
  .meta({ form: 'file' })

const cookies = z.enum(['none', 'chain'])
const refetch = z.enum(['never', 'daily'])

/** What one feed may say of itself; null: as `fetch` says. */
export const feedFetchOptions = {
  userAgent: userAgent.nullable().default(null).describe('The User-Agent to send.'),
  headers: headers
    .default({})
    .describe('Headers to send, added to those of `fetch.headers`; never sent where a redirect leads.'),
  interval: interval
    .nullable()
    .default(null)
    .describe('How often to poll: fixed, or bounds within which the feed’s own pace decides.'),
  proxy: one.nullable().default(null).describe('The HTTP proxy to ask through; `none` asks directly.'),
  ca: certificates
    .nullable()
    .default(null)
    .describe('Certificates of an authority of your own (PEM), trusted beside the usual ones.'),
  cookies: cookies
    .nullable()
    .default(null)
    .describe('`chain` sends cookies back within one chain of redirects, and forgets them at its end.'),
  refetch: refetch
    .nullable()
    .default(null)
    .describe('`daily` asks for the whole document once a day, for servers that answer 304 for ever.'),
}

/** The same keys under `fetch`, for every feed that does not say otherwise. */
export const defaultFetchOptions = {
  userAgent: feedFetchOptions.userAgent.describe(
    'The User-Agent to send; else Wirefold’s own, with `contact`.',
  ),
  headers: headers.default({}).describe('Headers to send to every feed; never sent where a redirect leads.'),
  interval: feedFetchOptions.interval.describe(
    'How often to poll every feed: fixed, or bounds; else `poll.minInterval` and `poll.maxInterval`.',
  ),
  proxy: z
    .union([one, byScheme], PROXY)
    .meta({ form: 'address, `none`, or `http`, `https` and `except`' })
    .nullable()
    .default(null)
    .describe(
      'The HTTP proxy to ask through; else `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the environment.',
    ),
  ca: feedFetchOptions.ca,
  cookies: cookies.default('none').describe(feedFetchOptions.cookies.description!),
  refetch: refetch.default('never').describe(feedFetchOptions.refetch.description!),
}
