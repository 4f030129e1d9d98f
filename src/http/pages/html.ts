/** Templates for pages: every value is escaped unless it is `Html` already. */
import { escapeHtml } from '../../publish/html.ts'

export interface Html {
  readonly html: string
}

type Value = string | number | null | false | Html | readonly Html[]

/** A template whose values are escaped; null and false show nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return {
    html: parts.map((part, index) => part + (index < values.length ? shown(values[index]!) : '')).join(''),
  }
}

/** HTML that was sanitised before. */
export function trusted(markup: string): Html {
  return { html: markup }
}

function shown(value: Value): string {
  if (value === null || value === false) return ''
  if (typeof value === 'object') {
    return 'html' in value ? value.html : value.map((part) => part.html).join('')
  }
  return escapeHtml(String(value))
}
