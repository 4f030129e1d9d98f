/**
 * What of an address is a secret, and the address without it: tokens in a query, and for private feeds the long parts of
 * the path. Shown addresses are those of pages, feeds, logs and views; what is asked is never shown. Pure.
 */

/** Stands where a secret was. */
const HIDDEN = 'hidden'

/** Words of a parameter's name that say its value is a secret. */
const SECRET_WORDS = new Set(
  (
    'token tokens key apikey auth authkey authtoken accesstoken access secret clientsecret password passwd pwd pass ' +
    'passkey passcode passphrase signature sig jwt bearer session sessionid sid credential credentials rsskey feedkey ' +
    'rsstoken feedtoken privatekey usertoken'
  ).split(' '),
)
const SECRET_ENDING = /(?:token|secret|apikey|password|passkey|authkey|signature)$/

/** A path part as short as this is hardly a secret. */
const SHORT_PART = 16
/** Shorter values may be words of any text: they are looked for with their name only. */
const LONG_SECRET = 12

function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_ENDING.test(words.join(''))
}

interface Secret {
  /** As the query has it, `token=abc`; null for a part of the path. */
  readonly pair: string | null
  readonly value: string
}

/** The secrets of an address, each as it is written there. */
function secretsIn(address: string, isPrivate: boolean): Secret[] {
  const url = new URL(address)
  const pairs = url.search
    .slice(1)
    .split(/[&;]/)
    .map((pair) => ({ pair, value: valueIn(pair) }))
  const inQuery = pairs.filter(
    ({ pair, value }) => isSecretName(nameIn(pair)) && value !== '' && value !== HIDDEN,
  )
  return isPrivate ? [...inQuery, ...secretParts(url).map((value) => ({ pair: null, value }))] : inQuery
}

/** The long parts of the path, file endings left out; where none is long, its last part. */
function secretParts({ pathname }: URL): string[] {
  const parts = pathname
    .split('/')
    .map((part) => part.replace(/\.\w{1,5}$/, ''))
    .filter((part) => part !== '' && part !== HIDDEN)
  const long = parts.filter((part) => part.length >= SHORT_PART)
  return long.length > 0 ? long : parts.slice(-1)
}

function nameIn(pair: string): string {
  return unescaped(pair.split('=', 1)[0]!)
}

function valueIn(pair: string): string {
  return pair.includes('=') ? pair.slice(pair.indexOf('=') + 1) : ''
}

/** As it was before it was escaped for an address; what is not escaped rightly stays. */
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address as it may be shown. `isPrivate`: the path is a secret, too. */
export function shownAddress(address: string, isPrivate = false): string {
  const secrets = secretsIn(address, isPrivate)
  if (secrets.length === 0) return address
  const url = new URL(address)
  for (const { pair, value } of secrets) {
    if (pair === null) url.pathname = url.pathname.replace(value, HIDDEN)
    else url.search = url.search.replace(pair, `${pair.slice(0, -value.length)}${HIDDEN}`)
  }
  return url.href
}

/** What a person wrote as an address, valid or not, as it may be repeated: without user, password and tokens. */
export function shownText(text: string): string {
  return withoutUser(text).replace(/([?&;#])([^=&;#]+)=[^&;#]+/g, (pair, before, name) =>
    isSecretName(unescaped(name)) ? `${before}${name}=${HIDDEN}` : pair,
  )
}

/** What cannot be parsed loses all before the last `@`. */
function withoutUser(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url?.host) return text.replace(/^([a-z][\w+.-]*:\/\/)?.*@/i, '$1')
  if (url.username + url.password === '') return text
  url.username = ''
  url.password = ''
  return url.href
}

/** Whether an address was shown in place of another: our placeholder stands for its token. Of a path nobody can tell. */
export function lacksSecret(address: string): boolean {
  const pairs = new URL(address).search.slice(1).split(/[&;]/)
  return pairs.some((pair) => isSecretName(nameIn(pair)) && valueIn(pair) === HIDDEN)
}

/**
 * A document without the secrets of the address that it came from: feeds name their own address, and make others from it.
 * Every byte that is no part of a secret stays as it was.
 */
export function withoutSecrets(body: Uint8Array, address: string, isPrivate: boolean): Uint8Array {
  const secrets = secretsIn(address, isPrivate)
  if (secrets.length === 0) return body
  let text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')
  for (const { pair, value } of secrets) {
    const spelled = [value, unescaped(value)]
    if (pair !== null) {
      const name = pair.slice(0, -value.length)
      for (const spelling of spelled) text = text.replaceAll(name + spelling, name + HIDDEN)
    }
    if (value.length >= LONG_SECRET) {
      for (const spelling of spelled) text = text.replaceAll(spelling, HIDDEN)
    }
  }
  return Buffer.from(text, 'latin1')
}
