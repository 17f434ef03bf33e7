import type { FacetValue, SearchPage } from '@paperboy/contracts'
import { html, type Markup } from './markup.ts'
import { listPath, type PageQuery } from './page-query.ts'

const SHOWN = 8

/** Ways to narrow a search, each with the number of papers that would remain. */
export function facetLinks(query: PageQuery, facets: SearchPage['facets']): Markup | null {
  const months = (facets?.month ?? []).filter(() => !query.from && !query.to)
  const categories = (facets?.category ?? []).filter(({ value }) => !query.q.includes(`category:${value}`))
  const groups = [
    group('Category', categories, (value) => ({ ...query, q: `${query.q} category:${value}`.trim() })),
    group('Month', months.length > 1 ? months : [], (value) => ({ ...query, ...monthOf(value) })),
  ].filter(Boolean)
  return groups.length > 0 ? html`<nav class="facets" aria-label="Narrow the search">${groups}</nav>` : null
}

function group(name: string, values: FacetValue[], narrowed: (value: string) => PageQuery): Markup | null {
  if (values.length === 0) return null
  return html`<p><b>${name}</b> ${values
    .slice(0, SHOWN)
    .map(
      ({ value, count }) =>
        html`<a href="${listPath({ ...narrowed(value), cursor: '' })}">${value} <small>${count.toLocaleString('en-GB')}</small></a> `,
    )}</p>`
}

function monthOf(month: string): { from: string; to: string } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  // Day 0 of the next month is the last of this one.
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { from: `${month}-01`, to: `${month}-${last}` }
}
