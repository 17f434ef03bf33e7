import { longDate, shortDate, shortDay } from './dates.ts'
import { html, type Markup } from './markup.ts'

export type Day = { date: string; papers: number }

/** The days a reader can go back to, newest first. */
export function dayLinks(days: Day[], current?: string): Markup | null {
  if (days.length === 0) return null
  // The newest says which year goes without saying.
  const year = days[0]?.date.slice(0, 4) ?? ''
  const name = (date: string) => (date.startsWith(year) ? shortDate(date) : shortDay(date))
  return html`<nav class="days" aria-label="Days">
<ul>${days.map(
    ({ date, papers }) => html`<li><a href="/digest/${date}"${date === current && html` aria-current="page"`}
 title="${longDate(date)}">${name(date)} <small>${papers.toLocaleString('en-GB')}</small></a></li>`,
  )}</ul>
<a class="all" href="/days">All days</a>
</nav>`
}
