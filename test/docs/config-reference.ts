/** docs/CONFIG.md, made from the schema: a table for each section. */
import { variableName } from '../../src/config/environment.ts'
import { type ConfigKey, configKeys } from '../../src/config/keys.ts'

const INTRODUCTION = `# Config

<!-- Made from src/config/schema.ts by \`npm run docs\`: change it there. -->

Wirefold reads \`--config FILE\`, else \`$WIREFOLD_CONFIG\`, else \`config/wirefold.yaml\`; \`wirefold init\` writes one with
comments. Mistakes are told with file, line and key, and then nothing is written.

- Durations are written \`30s\`, \`15m\`, \`24h\` or \`14d\`, sizes \`500kB\` or \`10MB\`.
- Each key with a variable beside it can be set by that variable, which wins over the file. Lists are written with
  commas, headers as \`Name: value\`, one a line. \`WIREFOLD_FEEDS\` is a list of addresses; with it, no file is needed.
- *Secrets* can be left out of the file. In the file, \`{ env: NAME }\` in place of a value takes it from a variable and
  \`{ file: PATH }\` from a file. In the environment, \`_FILE\` behind a variable's name, as in
  \`WIREFOLD_SERVER_TOKEN_FILE\`, names a file that holds the value.
- Variables such as \`WIREFOLD_DEFAULT_SERVER_PORT\` are defaults that the file wins over; the container image sets some.
- \`WIREFOLD_…\` variables that mean nothing here, as Kubernetes makes them for a service of that name, are ignored with a
  warning. One that looks like a slip of the pen is a mistake.
`

const SECTIONS: readonly (readonly [title: string, about: string, own: RegExp])[] = [
  ['The daemon', '', /^(?!server|poll|fetch|stories|backup|agencies|feeds)/],
  ['server', '', /^server\./],
  ['poll', '', /^poll\./],
  [
    'fetch',
    'From `userAgent` on, each key can also be given to one feed alone, which then wins.',
    /^fetch\./,
  ],
  ['stories', 'After a change, `wirefold rematch` decides again what is stored.', /^stories\./],
  ['backup', '', /^backup/],
  [
    'agencies',
    'A list of names, or of `name`, `aliases` and `hosts`, added to the agencies that are built in. Under `only:` it ' +
      'takes their place.',
    /^agencies/,
  ],
  ['feeds', 'A list; each member has these keys.', /^feeds/],
]

/** The whole document. */
export function configReference(): string {
  const sections = SECTIONS.map(([title, about, own]) => {
    const keys = configKeys().filter(({ name }) => own.test(name))
    return [`## ${title}`, ...(about ? [about] : []), table(keys)].join('\n\n')
  })
  return `${[INTRODUCTION.trimEnd(), ...sections].join('\n\n')}\n`
}

function table(keys: readonly ConfigKey[]): string {
  const rows = keys.map((key) => {
    const about = [key.description ?? '', key.inList ? '' : `\`${variableName(key.name)}\``].filter(Boolean)
    return `| \`${key.name}\` | ${formOf(key)} | ${presetOf(key)} | ${about.join('<br>').replaceAll('|', '\\|')} |`
  })
  return ['| key | value | default | |', '|---|---|---|---|', ...rows].join('\n')
}

function formOf({ form, words, kinds }: ConfigKey): string {
  if (form) return form
  if (words.length > 0) return words.map((word) => `\`${word}\``).join(', ')
  if (kinds.has('list')) return 'list'
  if (kinds.has('boolean')) return '`true`, `false`'
  return kinds.has('number') ? 'number' : 'text'
}

function presetOf({ preset }: ConfigKey): string {
  if (preset === undefined) return 'must be given'
  const nothing = preset === null || (typeof preset === 'object' && Object.keys(preset).length === 0)
  return nothing ? '' : `\`${preset}\``
}
