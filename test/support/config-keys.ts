import { topKeys } from '../../src/config/keys.ts'

/** Keys that hold lists: their members have keys of their own, which stand in the file only. */
const LISTS = new Set(['agencies', 'agencies.only', 'feeds', 'namedFeeds'])

/** `server.port`, `retention` …: every key of the config that is also one variable. */
export function scalarKeys(): string[] {
  return topKeys()
    .map(({ name }) => name)
    .filter((name) => !LISTS.has(name))
}
