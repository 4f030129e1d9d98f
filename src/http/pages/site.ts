/** The facts that every page knows: whose site it is, how its times read, and what its visitor may do. */
import { isoTime } from '../../contract/words.ts'
import { type Html, html } from './html.ts'

export interface Site {
  readonly title: string
  /** The path of publicUrl, before every address of ours. */
  readonly prefix: string
  readonly times: Times
  /** Epoch milliseconds. */
  readonly now: number
  readonly visitor: Visitor
}

interface Visitor {
  /** Whether the config has a token to sign in with. */
  readonly maySignIn: boolean
  /** The token that the forms of a signed-in visitor send along; null: may only read. */
  readonly formToken: string | null
}

export interface Times {
  /** A moment, for people and machines; a script makes it the visitor's own time, with UTC on hover. */
  at(ms: number): Html
}

/** `timeZone`: an IANA name, for readers without script. */
export function createTimes(timeZone: string, now: () => number): Times {
  const parts = {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  } as const
  const withinYear = new Intl.DateTimeFormat('en-GB', parts)
  const withYear = new Intl.DateTimeFormat('en-GB', { ...parts, year: 'numeric' })
  return {
    at: (ms) => {
      const iso = isoTime(ms)
      const isThisYear = iso.slice(0, 4) === new Date(now()).toISOString().slice(0, 4)
      return html`<time datetime="${iso}">${(isThisYear ? withinYear : withYear).format(ms)}</time>`
    },
  }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `12 min`, `3 h`, `2 days`: how long something took, as a person says it. */
export function duration(ms: number): string {
  const span = Math.abs(ms)
  if (span < MINUTE) return 'less than a minute'
  if (span < 90 * MINUTE) return `${Math.round(span / MINUTE)} min`
  if (span < 36 * HOUR) return `${Math.round(span / HOUR)} h`
  return `${Math.round(span / DAY)} days`
}

/** Leads to the page of an outlet. */
export function outletLink({ prefix }: Site, outlet: string): Html {
  return html`<a class="outlet" href="${prefix}/outlets/${encodeURIComponent(outlet)}">${outlet}</a>`
}

/** The hidden field that every form which changes something sends along. */
export function formToken({ formToken: token }: Visitor): Html {
  return html`<input type="hidden" name="form" value="${token ?? ''}">`
}
