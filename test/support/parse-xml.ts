import { XmlCData, XmlDocument, XmlElement, XmlText } from 'libxml2-wasm'

/** An element of a document as a test looks at it; names as they are written, with prefix. */
export interface ParsedNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly children: readonly ParsedNode[]
  /** Its children of this name. */
  all(name: string): ParsedNode[]
  /** Its only child of this name. */
  one(name: string): ParsedNode
  /** All descendants of this name. */
  deep(name: string): ParsedNode[]
  everything(): ParsedNode[]
}

/** Reads a document with libxml2; throws where it is not well-formed. */
export function parseXml(text: string): ParsedNode {
  const document = XmlDocument.fromString(text)
  const root = toNode(document.root)
  document.dispose()
  return root
}

function toNode(element: XmlElement): ParsedNode {
  const children: ParsedNode[] = []
  let text = ''
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof XmlElement) children.push(toNode(node))
    else if (node instanceof XmlText || node instanceof XmlCData) text += node.content
  }
  const attributes = Object.fromEntries(
    element.attrs.map((one) => [qualified(one.prefix, one.name), one.value]),
  )
  const all = (name: string) => children.filter((child) => child.name === name)
  const everything = (): ParsedNode[] => children.flatMap((child) => [child, ...child.everything()])
  return {
    name: qualified(element.prefix, element.name),
    attributes,
    text: children.length > 0 ? '' : text,
    children,
    all,
    one: (name) => {
      const [only, ...others] = all(name)
      if (only === undefined || others.length > 0) throw new Error(`${element.name} has not one ${name}`)
      return only
    },
    deep: (name) => everything().filter((child) => child.name === name),
    everything,
  }
}

function qualified(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}:${name}`
}
