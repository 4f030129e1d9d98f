/** Numbers and times as people and programs are told them. */

/** `1 feed`, `12 feeds`, `1,200 entries`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}

/** Epoch milliseconds as `2026-05-01T12:00:00Z`. Seconds only: that is what the store keeps. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
