/** Conversions between SQL's forms and the model's; SQL knows snake_case, UTC text and JSON, the model does not. */

const MIN_TIME = Date.parse('0001-01-01T00:00:00Z')
const MAX_TIME = Date.UTC(9999, 11, 31)

/** Epoch milliseconds → `YYYY-MM-DDTHH:MM:SSZ`, fractions of a second cut off. */
export function toText(ms: number): string {
  return `${new Date(Math.min(Math.max(ms, MIN_TIME), MAX_TIME)).toISOString().slice(0, 19)}Z`
}

export function toTextOrNull(ms: number | null): string | null {
  return ms === null ? null : toText(ms)
}

/** The next whole second: for times before which something must not happen. */
export function toTextRoundedUp(ms: number): string {
  return toText(Math.ceil(ms / 1000) * 1000)
}

export function toMs(text: string): number {
  return Date.parse(text)
}

export function toMsOrNull(text: string | null): number | null {
  return text === null ? null : Date.parse(text)
}

export function packKeys(keys: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(keys).buffer)
}

export function unpackKeys(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getUint32(i * 4, true))
}
