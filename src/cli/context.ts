/** What every command is given. */
export interface CommandContext {
  /** The config file to read. */
  readonly config: string
  readonly env: NodeJS.ProcessEnv
  readonly print: (line: string) => void
  /** Aborted by SIGTERM and SIGINT. */
  readonly signal: AbortSignal
}

export type Context = Omit<CommandContext, 'config'>
