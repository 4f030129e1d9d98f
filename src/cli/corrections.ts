/** `wirefold merge`, `split`, `undo` and `rematch`: a person's word on matching, and what it came to. */
import { CorrectionError } from '../contract/errors.ts'
import type { Story } from '../contract/model.ts'
import type { Correction, RematchReport, StoryPages } from '../contract/store.ts'
import { counted } from '../contract/words.ts'
import type { App } from '../daemon/app.ts'
import { type CommandContext, UsageError } from './context.ts'
import { type OutputOptions, show, withProgress } from './output.ts'
import { withApp } from './with-app.ts'

/** Moved entries shown one by one; beyond, their number says enough. */
const SHOWN = 50

/** Corrections are about stories: what is subscribed stays as it is. */
const KEEP = { keepSubscriptions: true }

export function merge(context: CommandContext, a: string, b: string, options: OutputOptions) {
  return correct(context, options, ({ store }) => store.merge(a, b, Date.now()))
}

export function split(context: CommandContext, entry: string, options: OutputOptions) {
  return correct(context, options, async ({ store, pages }) => {
    await requireEntry(pages, entry)
    return store.split(entry, Date.now())
  })
}

export function undo(context: CommandContext, operation: string, options: OutputOptions) {
  if (!/^\d+$/.test(operation)) {
    throw new UsageError(`${operation} is no operation: give the number that merge or split told, in digits`)
  }
  if (!Number.isSafeInteger(Number(operation)))
    throw new CorrectionError(`there is no operation ${operation} to undo`)
  const done = `operation ${operation} is taken back`
  return correct(context, options, ({ store }) => store.undo(Number(operation), Date.now()), done)
}

export function rematch(context: CommandContext, options: OutputOptions & { readonly dryRun?: boolean }) {
  const { dryRun = false } = options
  return withApp(
    context,
    async ({ store, announce }) => {
      const result = await withProgress(
        context,
        () => 'deciding all stories again',
        () => store.rematch({ dryRun, now: Date.now() }),
      )
      if (!dryRun && result.moved.length > 0) await announce()
      show(context, options, { dryRun, ...result }, describe(result, dryRun))
      return 0
    },
    KEEP,
  )
}

/** Does it, and tells which stories hold the entries now. */
function correct(
  context: CommandContext,
  options: OutputOptions,
  act: (app: App) => Promise<Correction>,
  done?: string,
): Promise<number> {
  return withApp(
    context,
    async (app) => {
      const { operation, stories } = await act(app)
      await app.announce()
      const found = await Promise.all(stories.map((id) => app.pages.byId(id)))
      const now = found.filter((story): story is Story => story !== null && !('aliasOf' in story))
      const how = `done as operation ${operation} (take it back with: wirefold undo ${operation})`
      show(context, options, { operation, stories: now.map(toData) }, [
        done ?? how,
        ...now.flatMap(storyLines),
      ])
      return 0
    },
    KEEP,
  )
}

function toData({ id, lead, copies }: Story) {
  return {
    id,
    title: lead.title,
    copies: copies.map(({ entryId, outlet, title }) => ({ entryId, outlet, title })),
  }
}

function storyLines({ id, lead, copies }: Story): string[] {
  const outlets = [...new Set(copies.map(({ outlet }) => outlet))]
  return [
    `  story ${id}: ${lead.title}`,
    `    ${counted(copies.length, 'copy', 'copies')}: ${outlets.join(', ')}`,
  ]
}

/** A story has several copies: which of them is to leave must be said. Throws UsageError. */
async function requireEntry(pages: StoryPages, name: string): Promise<void> {
  if (/^\d+$/.test(name)) return
  const found = await pages.byId(name)
  const story = found && 'aliasOf' in found ? await pages.byId(found.aliasOf) : found
  if (!story || 'aliasOf' in story || story.copies.length === 1) return // told by the store
  const choices = story.copies.map(
    ({ entryId, outlet, title }) => `\n  wirefold split ${entryId}   ${outlet}: ${title}`,
  )
  throw new UsageError(
    `story ${name} has ${story.copies.length} copies; say which is to leave it:${choices.join('')}`,
  )
}

function describe({ entries, storiesBefore, storiesAfter, moved }: RematchReport, dryRun: boolean): string[] {
  const verb = dryRun ? 'would change' : 'changed'
  const before = `${counted(entries, 'entry', 'entries')}: ${counted(storiesBefore, 'story', 'stories')} before`
  const head = `${before}, ${storiesAfter} after; ${counted(moved.length, 'entry', 'entries')} ${verb} story`
  const shown = moved
    .slice(0, SHOWN)
    .map((e) => `  entry ${e.entryId} (${e.outlet}: ${e.title}) ${e.from} → ${e.to}`)
  const rest = moved.length > SHOWN ? [`  … and ${moved.length - SHOWN} more`] : []
  return [head, ...shown, ...rest]
}
