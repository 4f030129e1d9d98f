/**
 * The labelled corpus: invented entries, and pairs of them that a person has judged. Matching is measured
 * against it. Texts and labels are data; nothing in this folder may depend on how matching works.
 */
import { languages } from './languages.ts'
import { news } from './news.ts'
import { summaries } from './summaries.ts'
import type { CorpusSlice } from './types.ts'
import { wire } from './wire.ts'

export function loadCorpus(): CorpusSlice[] {
  return [news(), summaries(), wire(), languages()]
}
