/** Completion scripts for the shells, made from the list of commands. */
import { type CommandSpec, type Context, UsageError } from './context.ts'

type Commands = readonly CommandSpec[]

const SHELLS: Readonly<Record<string, (commands: Commands) => string>> = { bash, zsh, fish }

/** The command that prints the script which a shell reads to complete these commands and their flags. */
export function completionOf(commands: Commands) {
  return async (context: Context, shell: string): Promise<number> => {
    const write = SHELLS[shell]
    if (!write)
      throw new UsageError(`no completion for ${shell}: name one of ${Object.keys(SHELLS).join(', ')}`)
    context.print(write(commands))
    return 0
  }
}

function nameOf({ usage }: CommandSpec): string {
  return usage.split(' ')[0]!
}

/** `--all`, `--json` …: the flags of a command. */
function flagsOf({ options = [] }: CommandSpec): string[] {
  return ['--config', ...options.map(([flags]) => flags.split(' ')[0]!), '--help']
}

/** The names of those that take a file. */
function takingFiles(commands: Commands): string[] {
  return commands.filter(({ usage }) => /[<[]file/.test(usage)).map(nameOf)
}

function bash(commands: Commands): string {
  const cases = commands.map((spec) => `    ${nameOf(spec)}) words="${flagsOf(spec).join(' ')}" ;;`)
  return `_wirefold() {
  local word=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[COMP_CWORD-1]} in
    --config|${takingFiles(commands).join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;
  esac
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
    *) words="${commands.map(nameOf).join(' ')} help --help --version" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o filenames -F _wirefold wirefold`
}

function zsh(commands: Commands): string {
  const names = commands.map((spec) => `    '${nameOf(spec)}:${quoted(spec.does)}'`)
  const cases = commands.map((spec) => `    ${nameOf(spec)}) compadd -- ${flagsOf(spec).join(' ')} ;;`)
  return `#compdef wirefold
_wirefold() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case $words[CURRENT-1] in
    --config|${takingFiles(commands).join('|')}) _files; return ;;
  esac
  case $words[2] in
${cases.join('\n')}
  esac
}
compdef _wirefold wirefold`
}

function fish(commands: Commands): string {
  const lines = commands.flatMap((spec) => {
    const name = nameOf(spec)
    const flags = flagsOf(spec).map((flag) => flag.slice(2))
    return [
      `complete -c wirefold -n __fish_use_subcommand -a ${name} -d '${quoted(spec.does)}'`,
      ...flags.map((flag) => `complete -c wirefold -n '__fish_seen_subcommand_from ${name}' -l ${flag}`),
    ]
  })
  const files = `complete -c wirefold -n '__fish_seen_subcommand_from ${takingFiles(commands).join(' ')}' -F`
  return ['complete -c wirefold -f', ...lines, files].join('\n')
}

/** Inside single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", '’')
}
