import type { FacetValue, SearchPage } from '@paperboy/contracts'
import { monthName, shortDay } from './dates.ts'
import { html, type Markup } from './markup.ts'
import { listPath, type PageQuery } from './page-query.ts'

const SHOWN = 8

/** Ways to narrow a search, each with the number of papers that would remain. */
export function facetLinks(query: PageQuery, facets: SearchPage['facets']): Markup | null {
  const months = (facets?.month ?? []).filter(() => !query.from && !query.to)
  const categories = (facets?.category ?? []).filter(({ value }) => !query.q.includes(`category:${value}`))
  const groups = [
    group('Category', categories, (value) => ({ ...query, q: `${query.q} category:${value}`.trim() })),
    group('Month', months.length > 1 ? months : [], (value) => ({ ...query, ...monthOf(value) }), monthName),
  ].filter(Boolean)
  return groups.length > 0 ? html`<nav class="facets" aria-label="Narrow the search">${groups}</nav>` : null
}

/** The filters that are in use, each as a link to the list without it. */
export function usedFilters(query: PageQuery): Markup | null {
  const { hasCode, from, to, sort } = query
  const used = [
    hasCode && without('With code', { ...query, hasCode: false }),
    from && without(`Seen from ${shortDay(from)}`, { ...query, from: '' }),
    to && without(`Seen until ${shortDay(to)}`, { ...query, to: '' }),
    sort === 'newest' && without('Newest first', { ...query, sort: '' }),
  ].filter(Boolean)
  return used.length > 0 ? html`<ul class="used" aria-label="Filters in use">${used}</ul>` : null
}

function without(name: string, query: PageQuery): Markup {
  return html`<li><a href="${listPath(query)}"><span class="hidden">Remove the filter: </span>${name} <span aria-hidden="true">×</span></a></li>`
}

function group(
  name: string,
  values: FacetValue[],
  narrowed: (value: string) => PageQuery,
  nameOf = (value: string) => value,
): Markup | null {
  if (values.length === 0) return null
  const id = `by-${name.toLowerCase()}`
  return html`<div><b id="${id}">${name}</b><ul aria-labelledby="${id}">${values
    .slice(0, SHOWN)
    .map(
      ({ value, count }) =>
        html`<li><a href="${listPath({ ...narrowed(value), cursor: '' })}">${nameOf(value)} <small>${count.toLocaleString('en-GB')}</small></a></li>`,
    )}</ul></div>`
}

function monthOf(month: string): { from: string; to: string } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  // Day 0 of the next month is the last of this one.
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { from: `${month}-01`, to: `${month}-${last}` }
}
