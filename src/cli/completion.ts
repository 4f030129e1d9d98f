/** Completion scripts for the shells, made from the list of commands. */
import { COMMANDS, type CommandSpec } from './commands.ts'
import { type Context, UsageError } from './context.ts'

const SHELLS: Readonly<Record<string, () => string>> = { bash, zsh, fish }

/** Prints the script that a shell reads to complete commands and flags. */
export async function completion(context: Context, shell: string): Promise<number> {
  const write = SHELLS[shell]
  if (!write)
    throw new UsageError(`no completion for ${shell}: name one of ${Object.keys(SHELLS).join(', ')}`)
  context.print(write())
  return 0
}

function nameOf({ usage }: CommandSpec): string {
  return usage.split(' ')[0]!
}

/** `--all`, `--json` …: the flags of a command. */
function flagsOf({ options = [] }: CommandSpec): string[] {
  return ['--config', ...options.map(([flags]) => flags.split(' ')[0]!), '--help']
}

const NAMES = COMMANDS.map(nameOf).join(' ')
/** What they take is a file. */
const FILE_COMMANDS = COMMANDS.filter(({ usage }) => /[<[]file/.test(usage)).map(nameOf)

function bash(): string {
  const cases = COMMANDS.map((spec) => `    ${nameOf(spec)}) words="${flagsOf(spec).join(' ')}" ;;`)
  return `_wirefold() {
  local word=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[COMP_CWORD-1]} in
    --config|${FILE_COMMANDS.join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
    *) words="${NAMES} help --help --version" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o filenames -F _wirefold wirefold`
}

function zsh(): string {
  const names = COMMANDS.map((spec) => `    '${nameOf(spec)}:${quoted(spec.does)}'`)
  const cases = COMMANDS.map((spec) => `    ${nameOf(spec)}) compadd -- ${flagsOf(spec).join(' ')} ;;`)
  return `#compdef wirefold
_wirefold() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[CURRENT-1] in
    --config|${FILE_COMMANDS.join('|')}) _files; return ;;
  esac
  case $words[2] in
${cases.join('\n')}
  esac
}
compdef _wirefold wirefold`
}

function fish(): string {
  const lines = COMMANDS.flatMap((spec) => {
    const name = nameOf(spec)
    const flags = flagsOf(spec).map((flag) => flag.slice(2))
    return [
      `complete -c wirefold -n __fish_use_subcommand -a ${name} -d '${quoted(spec.does)}'`,
      ...flags.map((flag) => `complete -c wirefold -n '__fish_seen_subcommand_from ${name}' -l ${flag}`),
    ]
  })
  const files = `complete -c wirefold -n '__fish_seen_subcommand_from ${FILE_COMMANDS.join(' ')}' -F`
  return ['complete -c wirefold -f', ...lines, files].join('\n')
}

/** Inside single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", '’')
}
