/** Nightly backups: how they are named, and which of them go. Pure. */

const NAME = /^wirefold-\d{4}-\d{2}-\d{2}\.db$/

/** `wirefold-2026-05-01.db`, by the day in UTC; so names sort as days do. */
export function backupName(now: number): string {
  return `wirefold-${new Date(now).toISOString().slice(0, 10)}.db`
}

/** Of the files in a folder, the backups beyond the newest `keep`; what is named otherwise is nobody's business. */
export function outdated(files: readonly string[], keep: number): string[] {
  const backups = files.filter((name) => NAME.test(name)).sort()
  return backups.slice(0, Math.max(0, backups.length - keep))
}
