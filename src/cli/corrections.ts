import { ConfigError } from '../config/load-config.ts'
import type { Correction, RematchReport } from '../contract.ts'
import type { CommandContext } from './context.ts'
import { withApp } from './with-app.ts'

/** Moved entries shown one by one; beyond, their number says enough. */
const SHOWN = 50

export function merge(context: CommandContext, a: string, b: string): Promise<number> {
  return withApp(context, async ({ store }) => reportDone(context, await store.merge(a, b, Date.now())))
}

export function split(context: CommandContext, entry: string): Promise<number> {
  return withApp(context, async ({ store }) => reportDone(context, await store.split(entry, Date.now())))
}

export function undo(context: CommandContext, operation: string): Promise<number> {
  if (!/^\d{1,15}$/.test(operation)) {
    throw new ConfigError(`${operation} is no operation: give the number that merge or split told, in digits`)
  }
  return withApp(context, async ({ store }) => {
    const { stories } = await store.undo(Number(operation), Date.now())
    return report(context, `operation ${operation} is taken back`, stories)
  })
}

export function rematch(context: CommandContext, { dryRun = false }: { dryRun?: boolean }): Promise<number> {
  return withApp(context, async ({ store }) => {
    const result = await store.rematch({ dryRun, now: Date.now() })
    for (const text of describe(result, dryRun)) context.print(text)
    return 0
  })
}

function reportDone(context: CommandContext, { operation, stories }: Correction): number {
  return report(
    context,
    `done as operation ${operation} (take it back with: wirefold undo ${operation})`,
    stories,
  )
}

function report(context: CommandContext, done: string, stories: readonly string[]): number {
  context.print(done)
  for (const story of stories) context.print(`  story ${story}`)
  return 0
}

function describe({ entries, storiesBefore, storiesAfter, moved }: RematchReport, dryRun: boolean): string[] {
  const verb = dryRun ? 'would change' : 'changed'
  const head = `${entries} entries: ${storiesBefore} stories before, ${storiesAfter} after; ${moved.length} entries ${verb} story`
  const shown = moved
    .slice(0, SHOWN)
    .map((e) => `  entry ${e.entryId} (${e.outlet}: ${e.title}) ${e.from} → ${e.to}`)
  const rest = moved.length > SHOWN ? [`  … and ${moved.length - SHOWN} more`] : []
  return [head, ...shown, ...rest]
}
