import type { AppearanceDay } from '@paperboy/database'
import { longDate, shortDate, shortDay } from './dates.ts'
import { html, type Markup } from './markup.ts'

const WIDTH = 300
const HEIGHT = 60
const EDGE = 6
const DAY_MS = 86_400_000

/** Where a paper stood over time, the first place on top; a single day is said in words. */
export function rankChart(days: AppearanceDay[]): Markup | null {
  const [first] = days
  const last = days.at(-1)
  if (!first || !last) return null
  const ranked = days.flatMap(({ date, rank }) => (rank === null ? [] : [{ date, rank }]))
  return html`<section class="appearances" aria-labelledby="appearances">
<h2 id="appearances">Where it appeared</h2>
${days.length > 1 && ranked.length > 0 && drawing(days, ranked)}
<p class="small">${days.length > 1 && `On ${days.length} days, the last: `}<a href="/digest/${last.date}">${longDate(last.date)}</a>${last.rank !== null && `, place ${last.rank}`}${bestOf(ranked)}</p>
</section>`
}

type Ranked = { date: string; rank: number }

function bestOf(ranked: Ranked[]): string {
  const [best] = ranked.toSorted((a, b) => a.rank - b.rank)
  return best && ranked.length > 1 ? `. Its best: place ${best.rank} on ${longDate(best.date)}.` : '.'
}

function drawing(days: AppearanceDay[], ranked: Ranked[]): Markup {
  const at = (date: string) => Date.parse(date) / DAY_MS
  const from = at(days[0]?.date ?? '')
  const span = Math.max(1, at(days.at(-1)?.date ?? '') - from)
  // Places near the top differ more than those far down.
  const deepest = Math.log(Math.max(2, ...ranked.map(({ rank }) => rank)))
  const x = (date: string) => round(EDGE + ((at(date) - from) / span) * (WIDTH - 2 * EDGE))
  const y = (rank: number) => round(EDGE + (Math.log(rank) / deepest) * (HEIGHT - 2 * EDGE))
  const ofOneYear = days[0]?.date.slice(0, 4) === days.at(-1)?.date.slice(0, 4)
  const end = ofOneYear ? shortDate : shortDay
  const words = ranked.map(({ date, rank }) => `${end(date)} place ${rank}`).join(', ')
  return html`<svg class="ranks" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Its places by day: ${words}">
<polyline class="line" points="${ranked.map(({ date, rank }) => `${x(date)},${y(rank)}`).join(' ')}"/>
${ranked.map(({ date, rank }) => html`<circle class="bar" cx="${x(date)}" cy="${y(rank)}" r="3"><title>${longDate(date)}: place ${rank}</title></circle>`)}
</svg>
<p class="ends"><span>${end(days[0]?.date ?? '')}</span><span>${end(days.at(-1)?.date ?? '')}</span></p>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
