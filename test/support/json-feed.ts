import { createRequire } from 'node:module'
import { Ajv } from 'ajv'

const schema = createRequire(import.meta.url)('jsonfeed-schema/v1.1') as object
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema)

/** Throws where the text is not JSON Feed 1.1 by its schema. */
export function assertJsonFeed(text: string): void {
  if (!validate(JSON.parse(text))) throw new Error(JSON.stringify(validate.errors))
}
