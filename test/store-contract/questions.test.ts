import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { toText } from '../../src/store/rows.ts'
import { DEMO_NOW } from '../support/demo-database.ts'
import { type Demo, type DemoEngine, openDemo } from '../support/demo-engines.ts'

const DOCUMENT = 'docs/QUESTIONS.md'
const FORM = /```sql\n([\s\S]*?)```\n\n?((?:\|.*\n)*)/g

interface Form {
  readonly sql: string
  readonly answer: string
}

interface Question {
  readonly title: string
  readonly sqlite: Form
  /** Where SQLite's is not understood: its own. */
  readonly postgres: Form | null
}

const sections = readFileSync(DOCUMENT, 'utf8').split(/^(?=## )/m)
const questions = sections.slice(1).map((section): Question => {
  const [sqlite, postgres = null] = [...section.matchAll(FORM)].map(([, sql, answer]) => ({
    sql: sql!,
    answer: answer!,
  }))
  return { title: /^## (.+)/.exec(section)![1]!, sqlite: sqlite!, postgres }
})

let demo: Demo
beforeAll(async () => {
  demo = await openDemo()
  if (process.env.WRITE_ANSWERS) await writeAnswers()
  return () => demo.close()
})

it('there are twelve questions', () => {
  expect(questions).toHaveLength(12)
})

describe.each(['SQLite', 'PostgreSQL'] as const)('in %s', (name) => {
  it.each(questions)('$title', async (question) => {
    const { sql, answer } = formFor(name, question)
    expect(await answerTo(demo.engines[name], sql)).toBe(answer)
    expect(answer.split('\n').length).toBeGreaterThan(3) // a head, a line, and something
  })
})

it.each(questions)('$title – without reading every entry', async ({ sqlite }) => {
  const plan = await demo.engines.SQLite.plan(atNoon(sqlite.sql))
  expect(plan.filter((step) => /^SCAN (entries|stories|entry_texts|poll_log)$/.test(step))).toEqual([])
})

/** The query as the document says it is written for an engine. */
function formFor(name: DemoEngine['name'], { sqlite, postgres }: Question): Form {
  if (name === 'SQLite') return sqlite
  return postgres ?? { ...sqlite, sql: sqlite.sql.replace(MOMENT, `utc_text(now() - interval '$1')`) }
}

const MOMENT = /strftime\('%Y-%m-%dT%H:%M:%SZ', 'now', '-(\d+ days?)'\)/g

/** The rows as a Markdown table. */
async function answerTo(engine: DemoEngine, sql: string): Promise<string> {
  const rows = await engine.rows<Record<string, unknown>>(atNoon(sql))
  const columns = Object.keys(rows[0] ?? {})
  const line = (cells: readonly unknown[]) =>
    `| ${cells.map((cell) => withoutPort(String(cell ?? ''))).join(' | ')} |\n`
  return [
    line(columns),
    `|${columns.map(() => '---|').join('')}\n`,
    ...rows.map((row) => line(Object.values(row))),
  ].join('')
}

/** Now is when the demo was polled. */
function atNoon(sql: string): string {
  const noon = toText(DEMO_NOW)
  return sql.replaceAll("'now'", `'${noon}'`).replaceAll('now()', `timestamptz '${noon}'`)
}

function withoutPort(cell: string): string {
  return cell
    .replace(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .replace(/127\.0\.0\.\d+:\d+/g, 'a host')
}

/** `WRITE_ANSWERS=1 npx vitest run test/store-contract/questions.test.ts` brings the document up to date. */
async function writeAnswers(): Promise<void> {
  const written = [sections[0]!]
  for (const section of sections.slice(1)) {
    const engines = [demo.engines.SQLite, demo.engines.PostgreSQL]
    const answers: string[] = []
    for (const [n, [, sql]] of [...section.matchAll(FORM)].entries())
      answers.push(await answerTo(engines[n]!, sql!))
    written.push(
      section
        .replace(FORM, (_, sql) => `\`\`\`sql\n${sql}\`\`\`\n\n${answers.shift()}`)
        .replace(/\|\n(?=\w)/g, '|\n\n'),
    )
  }
  writeFileSync(DOCUMENT, written.join('').replace(/\|\n+## /g, '|\n\n## '))
}
