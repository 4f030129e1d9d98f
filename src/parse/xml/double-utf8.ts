/**
 * UTF-8 that was read as ISO 8859-1 and encoded once more shows as "Ã©". It is undone for a text whose every character
 * beyond ASCII takes part in such a sequence; a text that only quotes one, or holds any other character, stays.
 */
export function undoDoubleUtf8(text: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf]/.test(text) || /[^\p{ASCII}\u0080-\u00ff]/u.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}
