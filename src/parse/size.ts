/** How large a document may be. Apart from the parsers, so that those who only pass documents on need not load them. */

/** Bytes. Real feeds are far smaller; a larger one could not be read within a second. */
const MAX_BODY = 20 * 2 ** 20

/** Why a body is not read, or null. */
export function faultOfSize({ length }: Uint8Array): string | null {
  return length > MAX_BODY ? `it is larger than ${MAX_BODY / 2 ** 20} MiB` : null
}
