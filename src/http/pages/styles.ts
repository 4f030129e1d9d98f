/** The stylesheets. They stand in a module because the compiler copies no other files. */

export const STYLE_CSS = `:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfcf9, #17191c);
  --ink: light-dark(#1d2126, #e4e2dd);
  --quiet: light-dark(#5b6470, #9aa3ad);
  --line: light-dark(#dedad0, #34383d);
  --link: light-dark(#0b4f8a, #8cc2f0);
  --good: light-dark(#1d6b3a, #7fd0a0);
  --bad: light-dark(#a3271e, #f09a92);
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 50rem; padding: 0 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 Georgia, "Noto Serif", "DejaVu Serif", serif; overflow-wrap: anywhere }
header, footer, nav, form, table, .byline { font-family: system-ui, "Noto Sans", "DejaVu Sans", sans-serif; font-size: .9rem }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; justify-content: space-between;
  padding: 1.1rem 0 .8rem; border-bottom: 3px double var(--line) }
.site { margin: 0; font: 700 1.35rem/1.2 Georgia, "Noto Serif", serif }
.site a { color: inherit; text-decoration: none }
header a, .groups a { margin-inline-end: .6rem }
.subscribe { color: var(--quiet) }
.subscribe a { margin-inline-end: .35rem }
a { color: var(--link); text-underline-offset: .15em }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.skip { position: absolute; left: -100vw }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 1.4rem 0 .7rem }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 .2rem }
section h2 { margin: 2rem 0 .6rem }
.search { display: flex; gap: .5rem; align-items: center; margin: 0 0 .8rem }
.search input { flex: 1; max-width: 22rem; min-width: 6rem }
input, button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--quiet); border-radius: .3rem; padding: .35rem .6rem }
button { cursor: pointer }
.groups { margin: 0 0 1rem }
.groups [aria-current] { font-weight: 700; color: inherit; text-decoration: none }
.stories { list-style: none; margin: 0; padding: 0 }
.stories li { padding: 1rem 0; border-top: 1px solid var(--line) }
.stories h2 a { color: inherit; text-decoration: none }
.stories h2 a:hover { text-decoration: underline }
.stories p { margin: .25rem 0 }
.byline, .also { color: var(--quiet); font-weight: 400 }
.outlet { color: var(--ink); font-weight: 600 }
.text { margin: 1.2rem 0 }
.text img, .text video, .text iframe { max-width: 100%; height: auto }
.text audio { width: 100% }
.text pre { overflow-x: auto }
.text figure { margin: 1rem 0 }
blockquote { margin: .4rem 0; padding-inline-start: .9rem; border-inline-start: 3px solid var(--line); color: var(--quiet) }
.reasons { padding-inline-start: 1.1rem }
.reasons p { margin: .2rem 0 }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { overflow-wrap: break-word; text-align: start; vertical-align: top; padding: .5rem .8rem .5rem 0; border-top: 1px solid var(--line); font-weight: 400 }
thead th { white-space: nowrap; color: var(--quiet); border-top: 0 }
tbody th { font-weight: 600 }
.address { overflow-wrap: anywhere; font-weight: 400; color: var(--quiet); font-size: .85em }
.wide tbody th { min-width: 15rem }
.number { text-align: end; font-variant-numeric: tabular-nums }
.state { font-weight: 600 }
.state.ok { color: var(--good) }
.state.failing, .state.gone, .error { color: var(--bad) }
time { white-space: nowrap }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); color: var(--quiet) }
`

/** Shows a raw RSS or Atom document as a page; element names without prefix match those of any namespace. */
export const FEED_CSS = `rss, feed { display: block; max-width: 46rem; margin: 0 auto; padding: 1rem; background: #fdfcf9; color: #1d2126;
  font: 1.0625rem/1.5 Georgia, "Noto Serif", "DejaVu Serif", serif; overflow-wrap: anywhere }
rss::before, feed::before { display: block; padding: .8rem 1rem; margin-bottom: 1.2rem; border: 1px solid #d9c896; background: #fff6dc; border-radius: .4rem;
  font-family: system-ui, "Noto Sans", sans-serif; font-size: .95rem;
  content: "This is a feed. Subscribe with your reader: copy this page's address into it, and new stories come to you." }
channel { display: block }
channel > *, feed > *, item > *, entry > * { display: none }
channel > title, feed > title { display: block; font-size: 1.7rem; font-weight: 700 }
channel > description, feed > subtitle { display: block; color: #5b6470 }
item, entry, channel > item, feed > entry { display: block; padding: 1rem 0; margin-top: 1rem; border-top: 1px solid #dedad0 }
item > title, entry > title { display: block; font-weight: 700; font-size: 1.2rem; unicode-bidi: plaintext }
item > source, item > pubDate { display: inline; color: #5b6470; font-family: system-ui, "Noto Sans", sans-serif; font-size: .9rem }
item > pubDate::after { content: " · " }
entry > published { display: block; color: #5b6470; font-family: system-ui, "Noto Sans", sans-serif; font-size: .9rem }
item > description, entry > summary { display: block; unicode-bidi: plaintext }
`
