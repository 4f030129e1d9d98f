/** A thread that reads what pages show and writes feed documents: a dear search or a long feed delays no other answer. */
import { workerData } from 'node:worker_threads'
import type { StoryPages } from '../contract/store.ts'
import { type ExcerptFeeds, excerptsOf } from '../http/excerpts.ts'
import { createFeedDocuments, type FeedDocuments } from '../http/feed-documents.ts'
import { createLinks } from '../http/links.ts'
import type { Agency } from '../match/reading/agencies.ts'
import { createAgencyStripper } from '../match/reading/agency-title.ts'
import { type DatabaseConfig, openPages } from '../store/engine.ts'
import { type Answer, answer } from './passage.ts'

export interface PagesWorkerData extends DatabaseConfig {
  readonly publicUrl: string
  readonly title: string
  readonly hubs: readonly string[]
  readonly hosts: readonly string[]
  readonly excerptOnly: ExcerptFeeds
  readonly titles: 'clean' | 'verbatim'
  readonly agencies: readonly Agency[]
}

export interface PagesCall {
  readonly target: 'pages' | 'documents'
  readonly method: string
  readonly args: readonly unknown[]
}

type Methods = Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>

let targets: Promise<{ readonly pages: StoryPages; readonly documents: FeedDocuments }> | undefined

export default function callPages({ target, method, args }: PagesCall): Promise<Answer> {
  return answer(async () => {
    targets ??= open(workerData as PagesWorkerData).catch((error) => {
      targets = undefined // a database that is away now may be there at the next call
      throw error
    })
    return ((await targets)[target] as unknown as Methods)[method]!(...args)
  })
}

async function open(data: PagesWorkerData) {
  const { publicUrl, title, hubs, hosts, titles, agencies } = data
  const { pages } = await openPages(data, 1) // closed with the thread
  const cleanTitle = titles === 'clean' ? createAgencyStripper(agencies) : (given: string) => given
  const documents = createFeedDocuments({
    pages,
    links: createLinks(publicUrl, { hosts }),
    title,
    hubs,
    cleanTitle,
    excerptOnly: excerptsOf(data.excerptOnly),
  })
  return { pages, documents }
}
