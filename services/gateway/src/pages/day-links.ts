import { longDate, shortDate } from './dates.ts'
import { html, type Markup } from './markup.ts'

export type Day = { date: string; papers: number }

/** The days a reader can go back to, newest first. */
export function dayLinks(days: Day[], current?: string): Markup | null {
  if (days.length === 0) return null
  return html`<nav class="days" aria-label="Days">
<ul>${days.map(
    ({ date, papers }) => html`<li><a href="/digest/${date}"${date === current && html` aria-current="page"`}
 title="${longDate(date)}">${shortDate(date)} <small>${papers.toLocaleString('en-GB')}</small></a></li>`,
  )}<li><a href="/days">All days</a></li></ul>
</nav>`
}
