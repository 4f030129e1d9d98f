/** How long the daemon waits for others, in milliseconds. Tests, which bring those others, wait for less. */
export interface Waits {
  /** Between two requests to one host. */
  readonly hostPauseMs: number
  /** For another program that has the database file. */
  readonly lockMs: number
  /** From what another process published until hubs are told: a round of polls changes things many times. */
  readonly gatherMs: number
}

export const WAITS: Waits = { hostPauseMs: 1000, lockMs: 10_000, gatherMs: 5000 }
