import type { Paper } from '@paperboy/contracts'
import { longDate } from './dates.ts'
import { type Day, dayLinks } from './day-links.ts'
import { layout, type Site } from './layout.ts'
import { html, type Markup } from './markup.ts'
import { paperList } from './paper-list.ts'
import { searchBox } from './search-form.ts'

export const DIGEST_PAGE_SIZE = 50

type Digest = { date: string; papers: Paper[]; page: number; days: Day[]; hasMore: boolean }

export function digestPage(site: Site, { date, papers, page, days, hasMore }: Digest): Markup {
  const path = `/digest/${date}`
  const total = days.find((day) => day.date === date)?.papers
  return layout(site, {
    title: `Papers of ${longDate(date)}`,
    description: `The research papers of ${longDate(date)}, the most talked about first.`,
    path,
    index: page === 1,
    body: html`${searchBox()}
${dayLinks(days, date)}
<section aria-labelledby="day">
<h1 id="day">Papers of <time datetime="${date}">${longDate(date)}</time></h1>
${total !== undefined && html`<p class="count">${total.toLocaleString('en-GB')} ${total === 1 ? 'paper' : 'papers'}</p>`}
${neighbours(days, date)}
${paperList(papers)}
<p class="hidden" role="status" data-more></p>
<nav class="pager" aria-label="Pages" data-scroll>
${page > 1 && html`<a class="button plain" rel="prev" href="${path}?page=${page - 1}">Before</a>`}
${hasMore && html`<a class="button" rel="next" href="${path}?page=${page + 1}">More papers</a>`}
</nav>
</section>`,
  })
}

/** The days before and after this one, where they are among those shown. */
function neighbours(days: Day[], date: string): Markup | null {
  const after = days.findLast((day) => day.date > date)?.date
  const before = days.find((day) => day.date < date)?.date
  if (!after && !before) return null
  return html`<p class="links">${before && html`<a class="out" href="/digest/${before}">← ${longDate(before)}</a>`}
${after && html`<a class="out" href="/digest/${after}">${longDate(after)} →</a>`}</p>`
}
