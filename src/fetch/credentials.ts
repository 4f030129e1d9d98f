/** User and password in an address, as people write them. */
import { FetchFault } from './fault.ts'
import { unescaped } from './shown-address.ts'

/**
 * Takes `user:password` out of an address; the fragment goes too, it is never sent.
 * @throws FetchFault when it is no address
 */
export function splitCredentials(address: string): { url: URL; credentials: string | null } {
  if (!URL.canParse(address)) throw new FetchFault('not a valid address')
  const url = new URL(address)
  const named = url.username !== '' || url.password !== ''
  const credentials = named ? `${unescaped(url.username)}:${unescaped(url.password)}` : null
  url.username = ''
  url.password = ''
  url.hash = ''
  return { url, credentials }
}
