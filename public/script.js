/**
 * The pages' own script, for comfort only: every page works without. It makes no request but for the news of its own
 * server, and keeps two things in the browser: what was seen at the last visit, and whether keys are wanted.
 */
const find = (selector) => document.querySelector(selector)
const all = (selector) => [...document.querySelectorAll(selector)]
const recall = (key) => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
const keep = (key, value) => {
  try {
    localStorage.setItem(key, value)
  } catch {}
}

// Times: the visitor's own, UTC on hover.
const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }
const withinYear = new Intl.DateTimeFormat('en-GB', parts)
const withYear = new Intl.DateTimeFormat('en-GB', { ...parts, year: 'numeric' })
const thisYear = new Date().getFullYear()
for (const time of all('time')) {
  const at = new Date(time.dateTime)
  time.title = `${time.dateTime.slice(0, 16).replace('T', ' ')} UTC`
  time.textContent = (at.getFullYear() === thisYear ? withinYear : withYear).format(at)
}

// A picture that cannot be had leaves no hole.
addEventListener(
  'error',
  (event) => {
    if (event.target instanceof HTMLImageElement) event.target.hidden = true
  },
  true,
)
for (const image of all('img'))
  if (image.complete && image.naturalWidth === 0 && image.loading !== 'lazy') image.hidden = true

// Marks stories new since the last visit; a visit ends when nothing was opened for half an hour.
const HALF_HOUR = 1800000
function markNew() {
  const list = find('.stories[data-live]')
  if (!list) return
  const fresh = find('.fresh')
  const newest = Number(fresh.dataset.newest)
  const now = Date.now()
  const known = JSON.parse(recall('visit') || 'null')
  const base =
    !known || known.latest > newest ? newest : now - known.at > HALF_HOUR ? known.latest : known.base
  keep('visit', JSON.stringify({ base, latest: newest, at: now }))
  const lines = [...list.children].filter((line) => Number(line.dataset.number) > base)
  for (const line of lines) {
    const label = document.createElement('span')
    label.className = 'label new'
    label.textContent = 'new'
    label.title = 'New since your last visit'
    line.querySelector('.facts').prepend(label, ' ')
  }
}
markNew()

// New stories are announced where they move nothing; a click shows them. Only a page that is seen listens: browsers keep
// few connections to one server.
const MOST_COUNTED = 100 // so many are told at once at most
function announce() {
  const fresh = find('.fresh')
  if (!fresh || !window.EventSource) return
  let source = null
  let count = 0
  let isMore = false
  function show(event) {
    const told = JSON.parse(event.data).count
    count += told
    isMore ||= told === MOST_COUNTED
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = `${count === 1 ? '1 new story' : `${count}${isMore ? '+' : ''} new stories`}: show`
    button.addEventListener('click', () => location.reload())
    fresh.replaceChildren(button)
  }
  function listen() {
    source?.close()
    source = null
    if (document.hidden) return
    count = 0 // a new connection tells all that is newer than the page
    isMore = false
    source = new EventSource(fresh.dataset.events)
    source.addEventListener('stories', show)
  }
  listen()
  document.addEventListener('visibilitychange', listen)
  addEventListener('pagehide', () => source?.close()) // else the page is not kept for the way back
  addEventListener('pageshow', (event) => event.persisted && listen())
}
announce()

// j and k walk through the stories, o opens one, / searches. They can be switched off.
const hint = find('.keys')
let keys = recall('keys') !== 'off'
function showKeys() {
  hint.hidden = !find('.stories') && !find('#q')
  hint.querySelector('span').textContent = keys
    ? 'Keys: j next, k previous, o open, / search.'
    : 'Keys are off.'
  hint.querySelector('button').textContent = keys ? 'Switch off' : 'Switch on'
}
hint.querySelector('button').addEventListener('click', () => {
  keys = !keys
  keep('keys', keys ? 'on' : 'off')
  showKeys()
})
showKeys()

function step(by) {
  const links = all('.stories h2 a, .titles li > a')
  const at = links.findIndex((link) => link.closest('li').contains(document.activeElement))
  const next = links[at === -1 ? (by > 0 ? 0 : links.length - 1) : at + by]
  if (!next) return
  next.focus({ preventScroll: true })
  next.closest('li').scrollIntoView({ block: 'center' })
}
addEventListener('keydown', (event) => {
  if (!keys || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target instanceof Element && event.target.closest('input, select, textarea, [contenteditable]'))
    return
  if (event.key === 'j') step(1)
  else if (event.key === 'k') step(-1)
  else if (event.key === 'o') document.activeElement.closest('li')?.querySelector('a')?.click()
  else if (event.key === '/' && find('#q')) {
    event.preventDefault()
    find('#q').focus()
  }
})
