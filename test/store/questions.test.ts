import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { beforeAll, expect, it } from 'vitest'
import { toText } from '../../src/store/rows.ts'
import { openReadOnly } from '../../src/store/sqlite/open.ts'
import { DEMO_NOW, makeDemoDatabase } from '../support/demo-database.ts'

const DOCUMENT = 'docs/QUESTIONS.md'
const SECTION = /^## (.+)\n\n```sql\n([\s\S]*?)```\n\n?((?:\|.*\n)*)/gm

const text = readFileSync(DOCUMENT, 'utf8')
const questions = [...text.matchAll(SECTION)].map(([, title, sql, answer]) => ({
  title: title!,
  sql: sql!,
  answer: answer!,
}))

let db: Database
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirefold-test-'))
  db = openReadOnly(await makeDemoDatabase(folder))
  if (process.env.WRITE_ANSWERS) writeAnswers()
  return () => {
    db.close()
    rmSync(folder, { recursive: true })
  }
})

it('there are twelve questions', () => {
  expect(questions).toHaveLength(12)
})

it.each(questions)('$title', ({ sql, answer }) => {
  expect(answerTo(sql)).toBe(answer)
  expect(answer.split('\n').length).toBeGreaterThan(3) // a head, a line, and something
})

it.each(questions)('$title – without reading every entry', ({ sql }) => {
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${atNoon(sql)}`).all() as { detail: string }[]
  const whole = plan
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN (entries|stories|entry_texts|poll_log)$/.test(detail))
  expect(whole).toEqual([])
})

/** The rows as a Markdown table. */
function answerTo(sql: string): string {
  const rows = db.prepare(atNoon(sql)).all() as Record<string, unknown>[]
  const columns = Object.keys(rows[0] ?? {})
  const line = (cells: readonly unknown[]) =>
    `| ${cells.map((cell) => withoutPort(String(cell ?? ''))).join(' | ')} |\n`
  return [
    line(columns),
    `|${columns.map(() => '---|').join('')}\n`,
    ...rows.map((row) => line(Object.values(row))),
  ].join('')
}

/** `'now'` is when the demo was polled. */
function atNoon(sql: string): string {
  return sql.replaceAll("'now'", `'${toText(DEMO_NOW)}'`)
}

function withoutPort(cell: string): string {
  return cell
    .replace(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .replace(/127\.0\.0\.\d+:\d+/g, 'a host')
}

/** `WRITE_ANSWERS=1 npx vitest run test/store/questions.test.ts` brings the document up to date. */
function writeAnswers(): void {
  const written = text.replace(
    SECTION,
    (_, title, sql) => `## ${title}\n\n\`\`\`sql\n${sql}\`\`\`\n\n${answerTo(sql)}`,
  )
  writeFileSync(DOCUMENT, written.replace(/\|\n## /g, '|\n\n## '))
}
