import type { Paper } from '@paperboy/contracts'
import { longDate, shortDay } from './dates.ts'
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
  const around = neighbours(days, date)
  return layout(site, {
    title: `Papers of ${longDate(date)}`,
    description: `The research papers of ${longDate(date)}, the most talked about first.`,
    path: page > 1 ? `${path}?page=${page}` : path,
    ...around,
    index: page === 1,
    body: html`${searchBox()}
${dayLinks(days, date)}
<section aria-labelledby="day">
<h1 id="day">Papers of <time datetime="${date}">${longDate(date)}</time></h1>
${total !== undefined && html`<p class="count">${total.toLocaleString('en-GB')} ${total === 1 ? 'paper' : 'papers'}</p>`}
${neighbourLinks(around)}
${paperList(papers)}
<p class="hidden" role="status" data-more></p>
<nav class="pager" aria-label="Pages" data-scroll>
${page > 1 && html`<a class="button plain" rel="prev" href="${path}?page=${page - 1}">Previous papers</a>`}
${hasMore && html`<a class="button" rel="next" href="${path}?page=${page + 1}">More papers</a>`}
</nav>
</section>`,
  })
}

type Neighbours = { prev?: string; next?: string }

/** The days before and after this one that have papers. */
function neighbours(days: Day[], date: string): Neighbours {
  const after = days.findLast((day) => day.date > date)?.date
  const before = days.find((day) => day.date < date)?.date
  return { ...(before && { prev: `/digest/${before}` }), ...(after && { next: `/digest/${after}` }) }
}

function neighbourLinks({ prev, next }: Neighbours): Markup | null {
  if (!prev && !next) return null
  const name = (path: string) => shortDay(path.split('/').at(-1) ?? '')
  return html`<p class="neighbours">${prev && html`<a class="out" href="${prev}">← ${name(prev)}</a>`}
${next && html`<a class="out" href="${next}">${name(next)} →</a>`}</p>`
}
