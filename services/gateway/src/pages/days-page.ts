import { longDate } from './dates.ts'
import type { Day } from './day-links.ts'
import { layout, type Site } from './layout.ts'
import { html, type Markup } from './markup.ts'
import { searchBox } from './search-form.ts'

type Days = { days: Day[]; before: string | null; hasMore: boolean }

/** Every day there is, by month; the years before on pages of their own. */
export function daysPage(site: Site, { days, before, hasMore }: Days): Markup {
  const months = Map.groupBy(days, ({ date }) => date.slice(0, 7))
  return layout(site, {
    title: 'All days',
    description: 'The research papers of every day.',
    path: before ? `/days?before=${before}` : '/days',
    body: html`${searchBox()}
<h1>All days</h1>
${days.length > 0 && html`<p class="count">Each day with the number of its papers.</p>`}
${days.length === 0 && html`<p class="empty">No papers yet.</p>`}
${[...months].map(
  ([
    month,
    all,
  ]) => html`<section aria-labelledby="m${month}"><h2 id="m${month}">${longDate(`${month}-01`).replace(/^\d+ /, '')}</h2>
<ul class="month">${all.map(({ date, papers }) => html`<li><a href="/digest/${date}" title="${longDate(date)}">${Number(date.slice(8))} <small>${papers.toLocaleString('en-GB')}</small></a></li>`)}</ul></section>`,
)}
<nav class="pager" aria-label="Pages">
${before && html`<a class="button plain" href="/days">The newest days</a>`}
${hasMore && html`<a class="button" rel="next" href="/days?before=${days.at(-1)?.date ?? ''}">Older days</a>`}
</nav>`,
  })
}
