/**
 * What can go wrong between us and a server, in words for the owner of the daemon.
 * Must not carry anything of a URL but its host: paths and queries may hold secrets.
 */

/** An expected failure of one exchange; its message is the reason shown on the feed. */
export class FetchFault extends Error {}

const words: Readonly<Record<string, string>> = {
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
  CERT_HAS_EXPIRED: 'TLS: the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS: the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS: the certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS: the certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS: the certificate is for another host',
}

/** One clear reason for whatever an exchange threw. */
export function reasonOf(error: unknown): string {
  if (error instanceof FetchFault) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (words[code]) return words[code]
  if (code.startsWith('HPE_')) return `not valid HTTP (${code})`
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) return `TLS: ${code}`
  return code ? `the connection failed (${code})` : 'the connection failed'
}
