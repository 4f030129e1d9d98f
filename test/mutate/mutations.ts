/** The mutations that a source allows: each changes one condition, bound or coefficient. */

export interface Mutation {
  /** Where it begins in the source. */
  readonly at: number
  readonly from: string
  readonly to: string
}

/** Text that is no code: comments, strings, regular expressions, imports. */
const NO_CODE =
  /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|(?<=[(=:,?[&|] ?)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[a-z]*|^(?:import|export) [^=(]*? from .*$/gm

const SWAPS: Readonly<Record<string, string>> = {
  ' >= ': ' > ',
  ' <= ': ' < ',
  ' > ': ' >= ',
  ' < ': ' <= ',
  ' && ': ' || ',
  ' || ': ' && ',
  ' === ': ' !== ',
  ' !== ': ' === ',
  'Math.min': 'Math.max',
  'Math.max': 'Math.min',
}
const SITES = new RegExp(
  `${Object.keys(SWAPS).map(escaped).join('|')}|(?<![\\w.$])\\d[\\d_]*(?:\\.\\d+)?\\b`,
  'g',
)

export function mutationsOf(source: string): Mutation[] {
  const code = source.replace(NO_CODE, (text) => text.replace(/[^\n]/g, ' '))
  return [...code.matchAll(SITES)].map(({ 0: from, index }) => ({
    at: index,
    from,
    to: SWAPS[from] ?? other(from),
  }))
}

/** A coefficient doubled; nothing becomes one. */
function other(number: string): string {
  const value = Number(number.replaceAll('_', ''))
  return String(value === 0 ? 1 : value * 2)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

export function applied(source: string, { at, from, to }: Mutation): string {
  return source.slice(0, at) + to + source.slice(at + from.length)
}
