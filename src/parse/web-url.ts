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

/** The address of an enclosure: a web address or a magnet link; null for others, and for Flash, which nobody plays. */
export function attachedUrl(url: string, type: string | null): string | null {
  if (/shockwave-flash/i.test(type ?? '') || isFlash(url)) return null
  return isWebUrl(url) || /^magnet:\?/i.test(url) ? url : null
}

/** A film of Flash, which nothing runs any more. */
export function isFlash(url: string): boolean {
  return /^[^?#]*\.swf(?:$|[?#])/i.test(url)
}
