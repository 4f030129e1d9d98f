/**
 * The labelled corpus: invented entries, and pairs of them that a person has judged. Matching is measured
 * against it. Texts and labels are data; nothing in this folder may depend on how matching works.
 */
import { languages } from './languages/languages.ts'
import { summaries } from './little/summaries.ts'
import { wire } from './little/wire.ts'
import { news } from './news/news.ts'
import type { CorpusSlice } from './types.ts'

export function loadCorpus(): CorpusSlice[] {
  return [news(), summaries(), wire(), languages()]
}
