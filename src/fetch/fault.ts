/**
 * What can go wrong between us and a server, in words for the owner of the daemon.
 * Must not carry anything of a URL but its host: paths and queries may hold secrets.
 */

/** An expected failure of one exchange; its message is the reason shown on the feed. */
export class FetchFault extends Error {}

const TRUST_IT = '; if it is yours, name its certificate in a file under `ca` of this feed (docs/CONFIG.md)'
const OLD_TLS = 'TLS: the server knows only versions before 1.2, which are not safe'

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not exist',
  EAI_AGAIN: 'the name could not be resolved',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'the connection timed out',
  HPE_HEADER_OVERFLOW: 'the headers are too large',
  ERR_INVALID_CHAR: 'a request header cannot be sent',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was cut',
  CERT_HAS_EXPIRED: 'TLS: the certificate has expired',
  CERT_NOT_YET_VALID: 'TLS: the certificate is not valid yet (or the clock of this machine is wrong)',
  CERT_REVOKED: 'TLS: the certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: `TLS: the certificate is self-signed${TRUST_IT}`,
  SELF_SIGNED_CERT_IN_CHAIN: `TLS: the certificate is of an authority that is not known here${TRUST_IT}`,
  UNABLE_TO_GET_ISSUER_CERT: `TLS: the certificate is of an authority that is not known here${TRUST_IT}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `TLS: the certificate is of an authority that is not known here${TRUST_IT}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `TLS: the server leaves out a certificate between its own and an authority's, or the authority is not known here${TRUST_IT}`,
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS: the certificate is for another name',
  ERR_SSL_UNSUPPORTED_PROTOCOL: OLD_TLS,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: OLD_TLS,
  ERR_SSL_VERSION_TOO_LOW: OLD_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: 'TLS: what answers at this port does not speak TLS (is it an http address?)',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'TLS: what answers at this port does not speak TLS (is it an http address?)',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'TLS: the server and Wirefold have no cipher in common',
  ERR_SSL_SSL_TLS_ALERT_HANDSHAKE_FAILURE: 'TLS: the server and Wirefold have no cipher in common',
  ERR_SSL_NO_CIPHERS_AVAILABLE: 'TLS: the server and Wirefold have no cipher in common',
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: 'TLS: the server knows no host of this name',
  ERR_SSL_TLSV1_ALERT_UNRECOGNIZED_NAME: 'TLS: the server knows no host of this name',
  ERR_SSL_DH_KEY_TOO_SMALL: 'TLS: the keys of the server are too short to be safe',
  ERR_SSL_EE_KEY_TOO_SMALL: 'TLS: the keys of the server are too short to be safe',
  ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED: OLD_TLS,
}

/** One clear reason for whatever an exchange threw. */
export function reasonOf(error: unknown): string {
  if (error instanceof FetchFault) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `${WORDS[code]}${namesOf(error as { cert?: Certificate })}`
  if (WORDS[code]) return WORDS[code]
  if (code.startsWith('ERR_HTTP2_')) return `not valid HTTP/2 (${code})`
  if (code.startsWith('HPE_')) return `not valid HTTP (${code})`
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) return `TLS: ${code}`
  return code ? `the connection failed (${code})` : 'the connection failed'
}

interface Certificate {
  readonly subjectaltname?: string
}

/** The first names that a certificate is for; a server may write anything there. */
function namesOf({ cert }: { cert?: Certificate }): string {
  const names = [...(cert?.subjectaltname ?? '').matchAll(/(?:DNS|IP Address):([\w.*:-]{1,100})/g)]
  const shown = names.slice(0, 3).map(([, name]) => name)
  return shown.length > 0 ? ` (${shown.join(', ')}${names.length > 3 ? ' …' : ''})` : ''
}
