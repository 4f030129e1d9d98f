/** A saved filter of the config: the same choice as in a feed's address. */
import * as z from 'zod'
import * as form from './forms.ts'

const TOKEN = 'expected at least 16 letters, digits, dots, hyphens, underscores and tildes'

const namedFeed = z.strictObject(
  {
    name: form.groupName.describe('It is served as `/feeds/NAME.xml`, `.atom` and `.json`.'),
    title: form.text
      .nullable()
      .default(null)
      .describe('Its title; else made from `server.title` and its name.'),
    group: form.groupName.nullable().default(null).describe('Stories of this group.'),
    outlets: z.array(form.text).default([]).describe('Stories that one of these outlets carries.'),
    withoutOutlets: z.array(form.text).default([]).describe('Stories that none of these outlets carries.'),
    query: form.text.max(300).nullable().default(null).describe('Stories that match this search.'),
    minOutlets: z.int().min(1).max(1000).default(1).describe('Stories that so many outlets carry, at least.'),
    limit: z
      .int()
      .min(1)
      .max(500)
      .nullable()
      .default(null)
      .describe('How many stories; else 100, and all that is not archived yet.'),
    text: z.enum(['full', 'excerpt', 'none']).default('full').describe('How much of their text.'),
    outletInTitle: z.boolean().default(false).describe('Titles begin with the outlet’s name.'),
    token: z
      .string(TOKEN)
      .regex(/^[\w.~-]{16,200}$/, TOKEN)
      .nullable()
      .default(null)
      .describe(
        'Makes it private: its address ends in `?token=`. At least 16 characters; changed, it shuts out who knew it.',
      ),
  },
  'expected "name: …"',
)

export const namedFeeds = z.array(namedFeed, 'expected a list of "- name: …"').superRefine(eachNameOnce)

function eachNameOnce(feeds: readonly z.output<typeof namedFeed>[], context: z.RefinementCtx): void {
  for (const [i, { name }] of feeds.entries()) {
    if (feeds.findIndex((feed) => feed.name === name) < i)
      context.addIssue({ code: 'custom', message: 'this name is given twice', path: [i, 'name'] })
  }
}
