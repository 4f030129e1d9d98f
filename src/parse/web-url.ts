/** The address made absolute, or as it was written when it cannot be. Blanks inside, as line-wrapped feeds have them, go. */
export function resolveUrl(written: string, base: string): string {
  const trimmed = written.trim().replace(/[\t\n\r]+\s*/g, '')
  if (trimmed === '') return ''
  try {
    return new URL(trimmed, base).href
  } catch {
    return trimmed
  }
}

/** Whether a person's browser may be sent there. */
export function isWebUrl(url: string): boolean {
  return /^https?:\/\/[^/]/i.test(url) && URL.canParse(url)
}
