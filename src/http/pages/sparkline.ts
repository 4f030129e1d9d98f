/** A row of little bars, one for each day. */
import { type Html, html } from './html.ts'

const BAR = 6
const HEIGHT = 24

/** `byDay`: days (`YYYY-MM-DD`) and their counts, oldest first; `label` is what those hear who do not see it. */
export function sparkline(byDay: ReadonlyMap<string, number>, label: string): Html {
  const counts = [...byDay.values()]
  const most = Math.max(1, ...counts)
  const bars = [...byDay].map(([day, count], index) => {
    const height = count === 0 ? 1 : Math.max(2, Math.round((count / most) * HEIGHT))
    return html`<rect x="${index * BAR}" y="${HEIGHT - height}" width="${BAR - 2}" height="${height}"${count === 0 ? EMPTY : null}><title>${day}: ${count}</title></rect>`
  })
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length)
  return html`<svg class="spark" role="img" width="${counts.length * BAR}" height="${HEIGHT}" aria-label="${label}: ${mean.toFixed(1)} on average">${bars}</svg>`
}

const EMPTY: Html = { html: ' class="empty"' }

/** The last `count` days up to `now`, each with 0. */
export function lastDays(now: number, count: number): Map<string, number> {
  const days = Array.from({ length: count }, (_, i) => now - (count - 1 - i) * 86_400_000)
  return new Map(days.map((at) => [new Date(at).toISOString().slice(0, 10), 0]))
}
