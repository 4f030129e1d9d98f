import { readFileSync } from 'node:fs'
import { RelaxNGValidator, XmlDocument } from 'libxml2-wasm'

const schema = new URL('../publish/atom.rng', import.meta.url)

/** Throws where the text is not well-formed XML 1.0. */
export function assertWellFormed(text: string): void {
  XmlDocument.fromString(text).dispose()
}

/** Throws where the text is not Atom by the RELAX NG schema of RFC 4287. */
export function assertAtom(text: string): void {
  using grammar = XmlDocument.fromBuffer(readFileSync(schema))
  using validator = RelaxNGValidator.fromDoc(grammar)
  using document = XmlDocument.fromString(text)
  validator.validate(document)
}
