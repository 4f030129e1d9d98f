/** Outlets as people spell them → as they are known. */
import type { StoryPages } from '../contract/store.ts'
import { HttpError } from './errors.ts'
import type { Selection } from './selection.ts'

/** The selection with every outlet's own spelling. Throws HttpError 404 for one that is not known. */
export async function withKnownOutlets(
  pages: Pick<StoryPages, 'outlets'>,
  selection: Selection,
): Promise<Selection> {
  const { outlets, withoutOutlets } = selection
  if (outlets.length + withoutOutlets.length === 0) return selection
  const known = await pages.outlets()
  const spelled = (asked: string) => {
    const found = known.filter((outlet) => outlet.toLowerCase() === asked.toLowerCase())
    if (found.length === 0)
      throw new HttpError(404, `no outlet ${asked}: /feeds lists the outlets that there are`)
    return found
  }
  return {
    ...selection,
    outlets: outlets.flatMap(spelled),
    withoutOutlets: withoutOutlets.flatMap(spelled),
  }
}
