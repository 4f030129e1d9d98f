/** Durations and sizes as people write them. */
const MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const BYTES = { B: 1, kB: 1000, MB: 1_000_000, GB: 1_000_000_000 } as const

/** `90s`, `15m`, `24h`, `14d` → milliseconds; null where the text is no duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(text.trim())
  return match ? Number(match[1]) * MS[match[2] as keyof typeof MS] : null
}

/** `500kB`, `10MB` → bytes; null where the text is no size. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|GB)$/i.exec(text.trim())
  const unit = Object.keys(BYTES).find((name) => name.toLowerCase() === match?.[2]?.toLowerCase())
  return match && unit ? Math.floor(Number(match[1]) * BYTES[unit as keyof typeof BYTES]) : null
}
