/** The one place in which XML is written. */
import { legalText } from './legal.ts'

/**
 * Writes XML. A string is always text and always escaped; only these functions make markup, so nothing that a feed
 * said can become an element. One element a line: diffs and validators point at lines.
 * Escapes are numeric (`&#x26;`): RSS readers disagree on titles with named ones (RSS Best Practices Profile).
 */
export interface Xml {
  readonly xml: string
}

type Attributes = Readonly<Record<string, string | number | null>>
type Child = string | Xml | null

/** `<name …>children</name>`; attributes and children that are null are left out. */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Xml {
  const start = `${name}${Object.entries(attributes).map(attribute).join('')}`
  const present = children.filter((child) => child !== null)
  if (present.length === 0) return { xml: `<${start}/>` }
  const inline = present.some((child) => typeof child === 'string') || present.every(isCdata)
  const body = present.map((child) => (typeof child === 'string' ? escapeXml(child) : child.xml))
  return {
    xml: inline ? `<${start}>${body.join('')}</${name}>` : `<${start}>\n${body.join('\n')}\n</${name}>`,
  }
}

/** HTML as a CDATA section: it is carried as text, not as markup. */
export function html(markup: string): Xml {
  return { xml: `<![CDATA[${legalText(markup).replaceAll(']]>', ']]]]><![CDATA[>')}]]>` }
}

/** A whole document, with the stylesheet that a browser shows it by. */
export function xmlDocument(root: Xml, stylesheet: string): string {
  const instruction = `<?xml-stylesheet type="text/css" href="${escapeXml(stylesheet)}"?>`
  return `<?xml version="1.0" encoding="utf-8"?>\n${instruction}\n${root.xml}\n`
}

function attribute([name, value]: readonly [string, string | number | null]): string {
  return value === null ? '' : ` ${name}="${escapeXml(String(value))}"`
}

function isCdata(child: Child): boolean {
  return typeof child === 'object' && child !== null && child.xml.startsWith('<![CDATA[')
}

function escapeXml(text: string): string {
  return legalText(text).replace(
    /[&<>"]/g,
    (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
  )
}
