import fc from 'fast-check'
import sanitizeHtml from 'sanitize-html'
import { describe, expect, it } from 'vitest'
import { ATTRIBUTES, COMMON_ATTRIBUTES, SHOWN } from '../../src/parse/html/elements.ts'
import { flattenDeepHtml } from '../../src/parse/html/flatten.ts'
import { render } from '../../src/parse/html/render.ts'
import { titleText } from '../../src/parse/html/title.ts'

const PAGE = 'https://a.example/dir/page'
const shown = (html: string) => render(html, { base: PAGE, page: PAGE }).html
const KNOWN_GOOD: sanitizeHtml.IOptions = {
  allowedTags: [...SHOWN],
  allowedAttributes: {
    '*': [...COMMON_ATTRIBUTES],
    ...Object.fromEntries([...ATTRIBUTES].map(([name, allowed]) => [name, [...allowed]])),
  },
  allowedSchemes: ['http', 'https'],
  allowedSchemesByTag: { a: ['http', 'https', 'mailto', 'tel'] },
  allowedIframeHostnames: ['www.youtube.com'],
  allowProtocolRelative: false,
  selfClosing: ['br', 'col', 'hr', 'img', 'source', 'track', 'wbr'],
}
/** Parsers differ in where an element that was left open ends, so its tags may come twice. */
const tagsAndText = (html: string) => [new Set(html.match(/<[a-z][^>]*>/g)), html.replace(/<[^>]*>/g, '')]
const plainText = (html: string) => render(html, { base: PAGE, page: PAGE }).text

describe('plain text for matching', () => {
  it.each([
    ['keeps paragraphs apart', '<p>a</p><p>b</p>', 'a\nb'],
    ['keeps lines apart', 'a<br>b<br/><br/>c', 'a\nb\nc'],
    ['keeps list items and headings apart', '<h2>h</h2><ul><li>a</li><li>b</li></ul>c', 'h\na\nb\nc'],
    [
      'keeps the cells of a table apart',
      '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>',
      'a b\nc',
    ],
    ['keeps a word whole that marks run through', '<b>w</b>or<i>d</i>', 'word'],
    ['reads a text without markup', 'a &amp; b\n\n c', 'a & b c'],
    ['leaves scripts, styles and comments out', 'a<script>x()</script><style>y{}</style><!-- z -->b', 'ab'],
    [
      'leaves a player out with its caption',
      '<p>a</p><figure><audio src="x"></audio><figcaption>Audio by Someone</figcaption></figure><p>b</p>',
      'a\nb',
    ],
    [
      'leaves a player out whose caption stands before it',
      '<figure><figcaption>Watch</figcaption><iframe src="x"></iframe></figure>b',
      'b',
    ],
    [
      'keeps the caption of a picture',
      '<figure><img src="x"><figcaption>The pier</figcaption></figure>',
      'The pier',
    ],
    [
      'leaves hidden parts out',
      'a<div style="color:red; display: none">x<p>y</p></div><span hidden>z</span><i aria-hidden="true">q</i>b',
      'a\nb',
    ],
    ['leaves out what a terminal would obey', 'a\u001b[31m b\u0007\u009b2J', 'a[31m b2J'],
    ['folds invisible and odd characters', 'a\u00a0b\u00adc\u200bd ﬁ', 'a bcd fi'],
    ['spells a word one way, with joiners or without', 'می\u200cخواهم', 'میخواهم'],
    ['survives an end tag too many', '</div>a</figure><p>b', 'a\nb'],
  ])('%s', (_, html, text) => {
    expect(plainText(html)).toBe(text)
  })
})

describe('the text of a title', () => {
  it.each([
    ['drops marks', 'The <em>Nora</em> &amp; crew', 'The Nora & crew'],
    ['keeps what is no element of HTML', 'List<Feed>, A<B and 1 < 2', 'List<Feed>, A<B and 1 < 2'],
    [
      'keeps an element it tells of',
      'The <select> element, <script> and <input type="date">',
      'The <select> element, <script> and <input type="date">',
    ],
    [
      'keeps a closed element it tells of',
      'Use <video></video> or <b></b>',
      'Use <video></video> or <b></b>',
    ],
    [
      'keeps marks it tells of apart from marks',
      'When <i>not</i> to use <b>, and <br> tags',
      'When not to use <b>, and <br> tags',
    ],
    ['keeps an end tag it tells of', 'Why </div> matters', 'Why </div> matters'],
    ['drops an end tag that is left over', 'Ferry runs late</b>', 'Ferry runs late'],
    ['drops marks whose end was cut off', '<b>Ferry runs <i>late', 'Ferry runs late'],
    ['stands on one line', ' One\n two<br>three ', 'One two three'],
    ['keeps its letters as written', 'No 2º™', 'No 2º™'],
    [
      'keeps the joiners that belong to its spelling',
      'می\u200cخواهم 👨\u200d👩\u200d👧',
      'می\u200cخواهم 👨\u200d👩\u200d👧',
    ],
    ['drops joiners that join nothing', '\u200dBoats \u200c\u200c sail\u200d', 'Boats sail'],
  ])('%s', (_, html, text) => {
    expect(titleText(html)).toBe(text)
  })
})

describe('HTML for showing', () => {
  it.each([
    ['scripts', '<p>a<script>alert(1)</script></p>', '<p>a</p>'],
    [
      'end tags of elements that have none',
      '<p>a<wbr>b<video><source src="/c.mp4"></video></p>',
      '<p>a<wbr />b<video><source src="https://a.example/c.mp4" /></video></p>',
    ],
    [
      'end tags of paragraphs that were closed before',
      '<p>a<div>b</div></p><p><a><img src="/c.png"></a></p></p>',
      '<p>a</p><div>b</div><p><a><img src="https://a.example/c.png" loading="lazy" /></a></p>',
    ],
    ['styles and style attributes', '<style>p{}</style><p style="position:fixed">a</p>', '<p>a</p>'],
    [
      'event handlers',
      '<img src="/x.png" onerror="alert(1)">',
      '<img src="https://a.example/x.png" loading="lazy" />',
    ],
    ['javascript: addresses', '<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'],
    [
      'javascript: in disguise',
      '<a href=" jAva\tscript:alert(1)">a</a>',
      '<a rel="noopener noreferrer">a</a>',
    ],
    ['data: pictures', '<img src="data:image/svg+xml,x">', ''],
    ['frames without an address', '<iframe srcdoc="<b>x</b>"></iframe>a', 'a'],
    ['frames that count readers', '<iframe src="https://t.example/" width="0" height="0"></iframe>a', 'a'],
    ['forms', '<form action="/x"><input name="a"><button>go</button></form>', 'go'],
    ['tracking pixels', '<img src="https://t.example/1" width="1" height="1">a', 'a'],
    [
      'markup inside raw text elements',
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
      '',
    ],
    ['scripts of drawings', '<svg onload="x()"><script>alert(1)</script><path d="M0"/></svg>a', 'a'],
    ['what a browser hides', 'a<p hidden>b</p><div style="color:red; DISPLAY : none">c<b>d</b></div>e', 'ae'],
  ])('removes %s', (_, html, rest) => {
    expect(shown(html)).toBe(rest)
  })

  it('makes addresses absolute and cuts the tie to the opener', () => {
    const link = '<a href="https://a.example/dir/b" rel="noopener noreferrer">b</a>'
    expect(shown('<a href="b" target="_blank" rel="opener">b</a>')).toBe(link)
  })

  it('keeps the frame of a known video player', () => {
    expect(shown('<iframe src="https://www.youtube.com/embed/x" onload="x()"></iframe>')).toBe(
      '<iframe src="https://www.youtube.com/embed/x" loading="lazy"></iframe>',
    )
  })

  it.each(['https://www.youtube.com.evil.example/x', 'https://www.youtube.com@evil.example/x'])(
    'links to %s, which only begins like a known player',
    (url) => {
      expect(shown(`<iframe src="${url}"></iframe>`)).toMatch(/^<a href="[^"]+" rel="[^"]+">[^<]+<\/a>$/)
    },
  )

  const link = (url: string, text: string) => `<a href="${url}" rel="noopener noreferrer">${text}</a>`
  it.each([
    [
      'a frame',
      '<iframe title="A map" src="https://maps.example/7"></iframe>',
      link('https://maps.example/7', 'A map'),
    ],
    ['an embed', '<embed src="/film.mp4">', link('https://a.example/film.mp4', 'a.example')],
    [
      'an object without anything instead',
      '<object data="https://films.example/1"><param name="x" value="y"></object>',
      link('https://films.example/1', 'films.example'),
    ],
    [
      'an object with an excuse instead, behind it',
      '<object data="https://films.example/1.pdf"><p>No film here</p></object>',
      `<p>No film here</p>${link('https://films.example/1.pdf', 'films.example')}`,
    ],
    [
      'a film that a script would load',
      '<lite-youtube videoid="abc"></lite-youtube>',
      link('https://www.youtube.com/watch?v=abc', 'www.youtube.com'),
    ],
    [
      'an object of its parameters',
      '<object><param name="movie" value="https://films.example/2"></object>',
      link('https://films.example/2', 'films.example'),
    ],
    [
      'a Flash player by its film’s page',
      '<embed src="https://www.youtube.com/v/abc?fs=1">',
      link('https://www.youtube.com/watch?v=abc', 'www.youtube.com'),
    ],
  ])('leaves a link to what was embedded: %s', (_, html, rest) => {
    expect(shown(html)).toBe(rest)
  })

  it('plays a film that a script would load from its own address', () => {
    expect(shown('<video data-src="/film.mp4"></video>')).toBe(
      '<video src="https://a.example/film.mp4"></video>',
    )
  })

  it.each([
    [
      'an object that shows a picture instead',
      '<object data="https://f.example/x.svg"><img src="https://f.example/x.png"></object>',
      '<img src="https://f.example/x.png" loading="lazy" />',
    ],
    [
      'an object of Flash',
      '<object data="https://f.example/x.swf"><p>No film here</p></object>',
      '<p>No film here</p>',
    ],
    [
      'a drawing',
      '<svg><title>Chart</title><g><text>Up</text><text>by nine</text></g></svg>!',
      'Up by nine !',
    ],
    [
      'a formula',
      '<math><mfrac><mi>a</mi><msup><mi>b</mi><mn>2</mn></msup></mfrac><annotation>\\frac</annotation></math>',
      'a/b^2',
    ],
  ])('leaves what can be read inside %s', (_, html, rest) => {
    expect(shown(html)).toBe(rest)
  })

  const picture = (name: string) => `<img src="https://pics.example/${name}" loading="lazy" />`
  it.each([
    [
      'an address beside a data: stand-in',
      '<img src="data:image/gif;base64,R0" data-src="https://pics.example/1.jpg">',
    ],
    ['an address beside a blank file', '<img src="/i/blank.gif" data-original="https://pics.example/1.jpg">'],
    ['an attribute of another name', '<img src="" data-hi-res-src="https://pics.example/1.jpg">'],
    [
      'a set alone',
      '<img srcset="https://pics.example/0.jpg 200w, https://pics.example/1.jpg 900w, https://pics.example/9.jpg 5000w">',
    ],
    [
      'the set of its picture',
      '<img data-srcset="https://pics.example/1.jpg 2x, https://pics.example/0.jpg">',
    ],
    [
      'a fallback without scripts',
      '<noscript><img src="https://pics.example/1.jpg">Turn scripts on</noscript>',
    ],
    [
      'a script and a fallback, once',
      '<img data-lazy-src="https://pics.example/1.jpg"><noscript><img src="https://pics.example/1.jpg"></noscript>',
    ],
    [
      'a fallback and a script, once',
      '<noscript><img src="https://pics.example/1.jpg"></noscript><img data-src="https://pics.example/1.jpg">',
    ],
    ['a small stand-in', '<img class="lazyload" src="/tiny.jpg" data-src="https://pics.example/1.jpg">'],
  ])('shows the picture that a page would load late: %s', (_, html) => {
    expect(shown(html)).toBe(picture('1.jpg'))
  })

  it('takes the sources of a picture for one that has no address of its own', () => {
    const html = '<picture><source srcset="https://pics.example/2.webp 800w"><img alt="A pier"></picture>'
    expect(shown(html)).toBe(
      '<picture><img src="https://pics.example/2.webp" alt="A pier" loading="lazy" /></picture>',
    )
  })

  it('keeps two pictures that only stand beside each other', () => {
    const html = '<img src="https://pics.example/1.jpg"><img src="https://pics.example/2.jpg">'
    expect(shown(html)).toBe(picture('1.jpg') + picture('2.jpg'))
  })

  it('leads a footnote into the article, whatever the base', () => {
    const html = '<a href="#note">1</a> <a href="b">2</a>'
    expect(render(html, { base: 'https://cdn.example/x/', page: 'https://a.example/post' }).html).toBe(
      `${link('https://a.example/post#note', '1')} ${link('https://cdn.example/x/b', '2')}`,
    )
  })

  it('writes nothing that a sanitiser of good repute would change, whatever arrives', () => {
    const parts = fc.constantFrom(
      ...[
        '<p>',
        '</p>',
        '<b',
        '>',
        ' onclick="x()"',
        ' src=',
        '"',
        "'",
        'javascript:x()',
        '<img ',
        '<svg>',
        '</svg>',
        '<math>',
      ],
      ...[
        '<style>',
        '</style>',
        '<title>',
        '<noscript>',
        '</noscript>',
        '<iframe ',
        '</iframe>',
        '<!--',
        '-->',
        '<![CDATA[',
      ],
      ...[
        ']]>',
        '&lt;',
        '&#x3c;',
        '<a href="x">',
        '</a>',
        '<table>',
        '<td>',
        '<template>',
        '<xmp>',
        '<textarea>',
        '<object ',
      ],
      ...[
        'data="//e.example/x">',
        'https://e.example/"<x',
        'x',
        ' ',
        '\n',
        '<br/>',
        '<mtext>',
        '<foreignObject>',
        '<select>',
      ],
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (pieces) => {
        const html = shown(pieces.join(''))
        expect(tagsAndText(sanitizeHtml(html, KNOWN_GOOD))).toEqual(tagsAndText(html))
      }),
      { numRuns: 500 },
    )
  })
})

describe('HTML nested beyond all measure', () => {
  it('is reduced to its text, and a long page of open paragraphs is not', () => {
    expect(flattenDeepHtml(`${'<b>'.repeat(600)}x`).trim()).toBe('x')
    const page = '<p>a<br><img src="x">'.repeat(600)
    expect(flattenDeepHtml(page)).toBe(page)
  })
})
