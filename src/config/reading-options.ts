/** How what a feed sends is read: keys under each feed. */
import { RE2JS } from 're2js'
import * as z from 'zod'
import { text } from './forms.ts'

const EXPRESSION = /^\/(.*)\/([a-z]*)$/s

const pattern = text
  .refine((written) => faultOf(written) === null, {
    error: ({ input }) => faultOf(String(input)) ?? '',
  })
  .meta({ form: 'words, or `/expression/i`' })

/** RE2 knows no look-around and no back-references, so that no expression takes long. */
function faultOf(written: string): string | null {
  const [, expression, flags] = EXPRESSION.exec(written) ?? []
  if (expression === undefined) return null
  if (!/^[ims]*$/.test(flags!)) return 'expected the flags i, m or s after the expression'
  try {
    RE2JS.compile(expression)
    return null
  } catch (error) {
    return `this is no expression of RE2: ${(error as Error).message}`
  }
}

const RULE = 'expected title, text, author, category or address, each with words or an expression'
const rule = z
  .strictObject(
    {
      title: pattern.nullable().default(null).describe('Matches the title.'),
      text: pattern.nullable().default(null).describe('Matches the text.'),
      author: pattern.nullable().default(null).describe('Matches the author.'),
      category: pattern.nullable().default(null).describe('Matches one of its categories.'),
      address: pattern.nullable().default(null).describe('Matches its link.'),
    },
    RULE,
  )
  .refine((parts) => Object.values(parts).some((part) => part !== null), RULE)

const CHARSET = 'expected a charset such as windows-1250'
const charset = text.refine(isCharset, CHARSET).meta({ form: 'charset' })

function isCharset(label: string): boolean {
  try {
    new TextDecoder(label)
    return true
  } catch {
    return false
  }
}

export const feedReadingOptions = {
  charset: charset
    .nullable()
    .default(null)
    .describe('The charset of its documents, against what they and their server say.'),
  identity: z
    .enum(['guid', 'link', 'title'])
    .nullable()
    .default(null)
    .describe(
      'What alone tells its entries apart, for feeds whose guids lie; else guid, link and words together.',
    ),
  keep: z
    .array(rule)
    .default([])
    .describe('Only entries that one of these rules matches are wanted; all parts of a rule must match.'),
  drop: z.array(rule).default([]).describe('Entries that one of these rules matches are left out.'),
}
