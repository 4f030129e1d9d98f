import { describe, expect, it } from 'vitest'
import { plainText, titleText } from '../../src/parse/plain-text.ts'
import { sanitise } from '../../src/parse/sanitise.ts'
import { tame } from '../../src/parse/tame.ts'

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
  const clean = (html: string) => sanitise(html, 'https://a.example/dir/page')

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
    ['frames of strangers', '<iframe src="https://evil.example/"></iframe>a', 'a'],
    ['forms', '<form action="/x"><input name="a"><button>go</button></form>', 'go'],
    ['tracking pixels', '<img src="https://t.example/1" width="1" height="1">a', 'a'],
    [
      'markup inside raw text elements',
      '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
      '',
    ],
    ['svg and its scripts', '<svg><script>alert(1)</script><text>t</text></svg>a', 'a'],
  ])('removes %s', (_, html, shown) => {
    expect(clean(html)).toBe(shown)
  })

  it('makes addresses absolute and cuts the tie to the opener', () => {
    const shown = '<a href="https://a.example/dir/b" rel="noopener noreferrer">b</a>'
    expect(clean('<a href="b" target="_blank" rel="opener">b</a>')).toBe(shown)
  })

  it('keeps the frame of a known video player', () => {
    expect(clean('<iframe src="https://www.youtube.com/embed/x" onload="x()"></iframe>')).toBe(
      '<iframe src="https://www.youtube.com/embed/x" loading="lazy"></iframe>',
    )
  })

  it('leaves a frame that only begins like a known one out', () => {
    expect(clean('<iframe src="https://www.youtube.com.evil.example/x"></iframe>')).toBe('')
    expect(clean('<iframe src="https://www.youtube.com@evil.example/x"></iframe>')).toBe('')
  })
})

describe('HTML nested beyond all measure', () => {
  it('is reduced to its text, and a long page of open paragraphs is not', () => {
    expect(tame(`${'<b>'.repeat(600)}x`).trim()).toBe('x')
    const page = '<p>a<br><img src="x">'.repeat(600)
    expect(tame(page)).toBe(page)
  })
})
