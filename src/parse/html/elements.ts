/** What becomes of each element of HTML, in what is shown and in the plain text. */
import type { Attributes } from '../attributes.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** Elements that are shown; of all others only what is between their tags. */
export const SHOWN = words(
  'a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl ' +
    'dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd li main mark ol p picture pre q ' +
    'rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th thead time tr track u ' +
    'ul var video wbr',
)

/** Elements without an end tag, as they are written. */
export const VOID = words('area base br col embed frame hr img input link meta param source track wbr')

/** Elements that are not shown, nor is what is in them. */
export const UNSHOWN = words(
  'annotation annotation-xml desc metadata option script style template textarea title xmp',
)

/** Elements that begin and end a line of plain text. */
export const BLOCKS = words(
  'address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody tfoot thead ' +
    'title tr ul',
)

/** Elements that separate words of plain text. */
export const CELLS = words('td th option button img')

export const PLAYERS = words('audio video iframe object embed')

/** Elements that are no part of the plain text. */
export const SILENT: ReadonlySet<string> = new Set([
  ...PLAYERS,
  ...words(
    'annotation annotation-xml applet canvas head math noembed noframes noscript script select style svg template textarea xmp',
  ),
])

const MEDIA = 'src controls poster type width height preload'

/** Attributes that are shown on every element, and on some. */
export const COMMON_ATTRIBUTES = words('lang dir title')
export const ATTRIBUTES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['a', words('href rel hreflang')],
  ['audio', words(MEDIA)],
  ['video', words(MEDIA)],
  ['source', words('src type media')],
  ['track', words('src kind srclang label')],
  ['iframe', words('src width height allowfullscreen loading')],
  ['img', words('src alt width height loading')],
  ['blockquote', words('cite')],
  ['q', words('cite')],
  ['time', words('datetime')],
  ['ol', words('start reversed type')],
  ['td', words('colspan rowspan headers')],
  ['th', words('colspan rowspan headers scope')],
])

const UNSEEN_STYLE = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i

/** Whether a browser would not show the element. */
export function isHidden(attributes: Attributes): boolean {
  const { hidden, style } = attributes
  return hidden !== undefined || (style !== undefined && UNSEEN_STYLE.test(style))
}
