/** `npm run bench:match`: precision, recall and F1 of the stories that matching makes of the corpus. */
import { loadCorpus } from './load.ts'
import { type Score, score } from './score.ts'

const percent = (part: number) => part.toFixed(3)

function line({ slice, precision, recall, f1, labels }: Score): string {
  const folded = Object.entries(labels).map(([label, { pairs, folded }]) => `${label} ${folded}/${pairs}`)
  const figures = `precision ${percent(precision)}  recall ${percent(recall)}  F1 ${percent(f1)}`
  return `${slice.padEnd(10)} ${figures}  folded: ${folded.join(', ')}`
}

for (const steps of [1, 12]) {
  process.stdout.write(steps === 1 ? 'read in one go\n' : `\nread as it arrives, in ${steps} steps\n`)
  for (const slice of loadCorpus()) {
    const result = await score(slice, steps)
    process.stdout.write(`${line(result)}\n${result.wrong.map((each) => `  wrong: ${each}\n`).join('')}`)
  }
}
