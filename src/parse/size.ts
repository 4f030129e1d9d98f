/** How large a document may be; apart from the parsers, so that whoever hands documents on need not load them. */

/** Bytes. Real feeds stay far below, and what is larger could not be read within a second. */
const MAX_BODY = 20 * 2 ** 20

/** Why a body is not read, or null. */
export function faultOfSize({ length }: Uint8Array): string | null {
  return length > MAX_BODY ? `it is larger than ${MAX_BODY / 2 ** 20} MiB` : null
}
