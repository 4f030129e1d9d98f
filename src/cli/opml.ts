/** `wirefold import` and `wirefold export`: subscriptions as OPML. */
import { readFileSync } from 'node:fs'
import { decode } from '../parse/charset/decode.ts'
import { writeOpml } from '../publish/opml.ts'
import { type OpmlFeeds, readOpml } from '../subscribe/read-opml.ts'
import { type CommandContext, FileError } from './context.ts'
import { type OutputOptions, show } from './output.ts'
import { withApp } from './with-app.ts'
import { withReader } from './with-reader.ts'

export function importOpml(context: CommandContext, file: string, options: OutputOptions): Promise<number> {
  const { subscriptions, skipped } = readFeeds(file)
  return withApp(context, async ({ store }) => {
    const added = await store.importFeeds(subscriptions, Date.now())
    const known = subscriptions.length - added
    show(context, options, { file, added, known, skipped }, [
      `feeds in ${file}: ${added} new, ${known} subscribed already, ${skipped.length} skipped`,
      ...skipped.map((line) => `  skipped ${line}`),
    ])
    return 0
  })
}

export function exportOpml(context: CommandContext, options: OutputOptions): Promise<number> {
  return withReader(context, async ({ pages }, config) => {
    const feeds = await pages.feeds()
    const data = feeds.map(({ url, outlet, siteLink, groups }) => ({ url, outlet, siteLink, groups }))
    show(context, options, data, [writeOpml(config.server.title, feeds)])
    return 0
  })
}

/** Throws FileError with what is wrong with the file. */
function readFeeds(file: string): OpmlFeeds {
  const feeds = parse(file, decode(read(file), null))
  if (feeds.subscriptions.length > 0) return feeds
  const reasons = feeds.skipped.map((line) => `\n  skipped ${line}`).join('')
  throw unreadable(file, `it names no feed (an OPML outline with an http or https xmlUrl)${reasons}`)
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw unreadable(file, 'there is no such file')
    if (code === 'EISDIR') throw unreadable(file, 'it is a folder: name the OPML file in it')
    throw unreadable(file, code === 'EACCES' ? 'this user may not read it' : message)
  }
}

function parse(file: string, text: string): OpmlFeeds {
  try {
    return readOpml(text)
  } catch {
    throw unreadable(
      file,
      'it is no OPML: export the subscriptions of your reader as OPML, and name that file',
    )
  }
}

function unreadable(file: string, reason: string): FileError {
  return new FileError(`cannot read ${file}: ${reason}`)
}
