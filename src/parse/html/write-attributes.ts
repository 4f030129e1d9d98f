/** The attributes that a publisher's element keeps: known ones, each value escaped, every address absolute. */
import type { Attributes } from '../attributes.ts'
import { isWebUrl, resolveUrl } from '../web-url.ts'
import { escapeMarkup } from '../xml/entities.ts'
import { ATTRIBUTES, COMMON_ATTRIBUTES } from './elements.ts'

export interface Place {
  /** Where relative links start from. */
  readonly base: string
  /** The article's own page: a link to a place in the article leads there. */
  readonly page: string
}

const ADDRESSES = new Set(['href', 'src', 'cite', 'poster'])
/** Attributes whose value is ours, whatever was written. */
const OWN_VALUES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  a: [['rel', 'noopener noreferrer']],
  img: [['loading', 'lazy']],
  iframe: [['loading', 'lazy']],
}
/** Attributes that say something without a value. */
const BOOLEAN = new Set(['controls', 'allowfullscreen', 'reversed'])
/** Players, and their sources. */
const PLAYING = new Set(['video', 'audio', 'source'])

/** The attributes of an element that are allowed, each with a blank before it. */
export function writeAttributes(name: string, attributes: Attributes, place: Place): string {
  const allowed = ATTRIBUTES.get(name)
  let written = ''
  for (const key in attributes) {
    if (!allowed?.has(key) && !COMMON_ATTRIBUTES.has(key)) continue
    const value = allowedValue(name, key, attributes[key]!, place)
    if (value !== '') written += ` ${key}="${escapeMarkup(value)}"`
    else if (key === 'alt') written += ' alt=""'
    else if (BOOLEAN.has(key)) written += ` ${key}`
  }
  const isAnchor = name === 'a' && attributes.href === undefined // it leads nowhere
  const missing = isAnchor ? [] : (OWN_VALUES[name] ?? []).filter(([key]) => attributes[key] === undefined)
  return written + missing.map(([key, value]) => ` ${key}="${value}"`).join('')
}

/** The value of an allowed attribute; '' for an address where nobody's browser may be sent. */
function allowedValue(name: string, key: string, value: string, { base, page }: Place): string {
  const own = OWN_VALUES[name]?.find(([each]) => each === key)
  if (own) return own[1]
  if (!ADDRESSES.has(key)) return value
  const url = resolveUrl(value, value.trimStart().startsWith('#') ? page : base)
  const isAllowed = isWebUrl(url) || (name === 'a' && /^(?:mailto|tel):/i.test(url))
  return isAllowed ? url : ''
}

/** Players may load late, as pictures do: then their address is in `data-src`. */
export function withLateSrc(name: string, attributes: Attributes): Attributes {
  const late = PLAYING.has(name) && !attributes.src ? attributes['data-src'] : undefined
  return late === undefined ? attributes : withSrc(attributes, late)
}

/** With another address; a new one comes first. */
export function withSrc(attributes: Attributes, src: string): Attributes {
  return attributes.src === undefined ? { src, ...attributes } : { ...attributes, src }
}
