/** Text of strangers on its way to a terminal, which obeys control characters. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** The same in a line of JSON: as they are, or escaped (after a backslash that is not escaped itself). */
const CONTROLS_IN_JSON = /(\\\\)|\\u00(?:0[0-8bcef]|1[\da-f]|7f|[89][\da-f])|\\[bf]|[\u007f-\u009f]/gi

/** Lines without control characters but tabs and line ends. */
export function forTerminal(text: string): string {
  return text.replace(CONTROLS, '')
}

/** A line of JSON whose strings hold none. */
export function jsonForTerminal(line: string): string {
  return line.replace(CONTROLS_IN_JSON, (_, backslashes: string | undefined) => backslashes ?? '')
}
