/** Makes strings fit for a feed document: characters that XML allows, addresses that every reader takes. */

// XML 1.0, section 2.2, less the C1 controls, which it only discourages.
// Halves of surrogate pairs are matched by hand: the u flag, which would do it, costs five times as much.
const ILLEGAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const NOT_IN_URI = /[^\w;/?:@&=+$.\-!~*'()%,#]/g

/** Without the characters that XML forbids; line ends as XML reads them; what was broken before shows as `?`. */
export function legalText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(ILLEGAL, '').replaceAll('\ufffd', '?')
}

/** On one line, without space around it. */
export function legalLine(text: string): string {
  return legalText(text).replace(/\s+/g, ' ').trim()
}

/** An absolute http(s) address as a URI (RFC 3986, ASCII only), or null. */
export function webUrl(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null
  const { protocol, username, origin, href } = new URL(address)
  if ((protocol !== 'http:' && protocol !== 'https:') || username !== '') return null
  const rest = href.slice(origin.length).replace(NOT_IN_URI, encodeURIComponent)
  return origin + rest.replace(/%(?![0-9a-f]{2})/gi, '%25')
}

/** A magnet link, which names a torrent, in ASCII; or null. */
export function magnetLink(address: string): string | null {
  return /^magnet:\?/i.test(address) && URL.canParse(address)
    ? new URL(address).href.replace(NOT_IN_URI, encodeURIComponent)
    : null
}

/** A language tag that feed readers and validators know, or null. */
export function languageTag(language: string | null): string | null {
  return language !== null && /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(language) ? language : null
}
