/**
 * HTML → HTML that is safe to show on anyone's page: no scripts, styles, event handlers, forms or frames but those of
 * known video players; every address absolute and http(s) (or mail). It must not change what the text says.
 */
import sanitizeHtml from 'sanitize-html'
import { isWebUrl, resolveUrl } from './web-url.ts'

const PLAYER_HOSTS = [
  'www.youtube.com',
  'www.youtube-nocookie.com',
  'player.vimeo.com',
  'www.dailymotion.com',
  'geo.dailymotion.com',
  'rumble.com',
]

const TAGS = (
  'a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl ' +
  'dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i iframe img ins kbd li main mark ol p picture pre q rp ' +
  'rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th thead time tr track u ul ' +
  'var video wbr'
).split(' ')

/** Elements without an end tag (HTML, 13.1.2), of those above. */
const VOID = ['br', 'col', 'hr', 'img', 'source', 'track', 'wbr']

/** What an end tag without its start tag becomes. */
const EMPTY_PARAGRAPH = /<p(?: [^>]*)?>\s*<\/p>/g

const MEDIA = ['src', 'controls', 'poster', 'type', 'width', 'height', 'preload']

type Attributes = Record<string, string>

/** `base` is the address that relative links start from. */
export function sanitise(html: string, base: string): string {
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      '*': ['lang', 'dir', 'title'],
      a: ['href', 'rel', 'hreflang'],
      audio: MEDIA,
      video: MEDIA,
      source: ['src', 'type', 'media'],
      track: ['src', 'kind', 'srclang', 'label'],
      iframe: ['src', 'width', 'height', 'allowfullscreen', 'loading'],
      img: ['src', 'alt', 'width', 'height', 'loading'],
      blockquote: ['cite'],
      q: ['cite'],
      time: ['datetime'],
      ol: ['start', 'reversed', 'type'],
      td: ['colspan', 'rowspan', 'headers'],
      th: ['colspan', 'rowspan', 'headers', 'scope'],
    },
    allowedSchemes: ['http', 'https'],
    allowedSchemesByTag: { a: ['http', 'https', 'mailto', 'tel'] },
    allowedIframeHostnames: PLAYER_HOSTS,
    allowIframeRelativeUrls: false,
    allowProtocolRelative: false,
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'xmp',
      'noscript',
      'template',
      'svg',
      'math',
      'object',
      'title',
    ],
    selfClosing: VOID,
    nestingLimit: 100,
    parser: { decodeEntities: true },
    transformTags: { '*': (tagName, attribs) => ({ tagName, attribs: absolute(tagName, attribs, base) }) },
    exclusiveFilter: (frame) =>
      isEmptyFrame(frame.tag, frame.attribs) || isTrackingPixel(frame.tag, frame.attribs),
  })
    .replace(EMPTY_PARAGRAPH, '')
    .trim()
}

function absolute(tag: string, attributes: Attributes, base: string): Attributes {
  for (const name of ['href', 'src', 'cite', 'poster']) {
    if (attributes[name] !== undefined) attributes[name] = resolveUrl(attributes[name], base)
  }
  if (tag === 'a' && attributes.href !== undefined) attributes.rel = 'noopener noreferrer'
  if (tag === 'img' || tag === 'iframe') attributes.loading = 'lazy'
  return attributes
}

/** A frame whose address was refused, or a picture without one. */
function isEmptyFrame(tag: string, attributes: Attributes): boolean {
  return (tag === 'iframe' || tag === 'img') && !isWebUrl(attributes.src ?? '')
}

function isTrackingPixel(tag: string, attributes: Attributes): boolean {
  return (
    tag === 'img' && /^[01](px)?$/.test(attributes.width ?? '') && /^[01](px)?$/.test(attributes.height ?? '')
  )
}
