/** Why a PostgreSQL server cannot be used, in words that say what to do about it. */

/** By the code of the system or the server (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'no server listens there: start it, or see host and port under "database" (WIREFOLD_DATABASE)',
  ENOTFOUND: 'no such host: see "database" (WIREFOLD_DATABASE)',
  EAI_AGAIN: 'its name cannot be resolved now: see the network and "database" (WIREFOLD_DATABASE)',
  ENOENT: 'no server listens on that socket: start it, or name its host under "database" (WIREFOLD_DATABASE)',
  '28P01':
    'the password is wrong or missing: set PGPASSWORD, ~/.pgpass or "databasePassword" (WIREFOLD_DATABASE_PASSWORD_FILE)',
  '28000':
    'the server lets this user not in: see its pg_hba.conf and the user under "database" (WIREFOLD_DATABASE)',
  '3D000': 'there is no such database: make it with "createdb", owned by the user of the daemon',
  '53300': 'the server has no connection left: raise its max_connections, or run fewer workers',
  '57P03': 'the server is starting or stopping: try again soon',
}

export function whyUnreachable(error: unknown): string {
  const { code = '', message } = error as Error & { code?: string }
  const advice = ADVICE[code]
  if (advice !== undefined) return advice
  if (message.includes('client password must be a string')) return ADVICE['28P01']!
  return /timeout/i.test(message) ? 'it does not answer: see the network and the server' : message
}
