import type { PapersPage } from '../papers/search-papers.ts'
import { type Day, dayLinks } from './day-links.ts'
import { facetLinks, usedFilters } from './facet-links.ts'
import { layout, type Site } from './layout.ts'
import { html, type Markup } from './markup.ts'
import { feedPath, feedsPath, isSearch, listPath, type PageQuery, quoted } from './page-query.ts'
import { paperList } from './paper-list.ts'
import { searchForm } from './search-form.ts'
import { subscribeBox } from './subscriptions/subscribe-box.ts'

type Home = { query: PageQuery; page: PapersPage; days: Day[] }

export function homePage(site: Site, home: Home): Markup {
  const { query } = home
  const searched = isSearch(query)
  const more = query.cursor !== ''
  const first = !searched && !more
  return layout(site, {
    title: query.q ? quoted(query.q) : 'Paperboy',
    description:
      'The research papers that people talk about today, with their code, searchable within seconds.',
    path: '/',
    index: !searched && !more,
    subscribe: 'own',
    ...(query.q && { searchFeed: feedPath(query) }),
    body: html`${searchForm(query)}
${first && subscribeBox()}
${first && dayLinks(home.days)}
<section aria-labelledby="found">
<h1 id="found">${heading(query)}</h1>
${usedFilters(query)}
${home.page.notice && html`<p class="notice" role="status">${home.page.notice}</p>`}
${didYouMean(home.page)}
<div class="save">${home.page.total > 0 && count(home.page.total)}${query.q && saveSearch(query)}</div>
${results(home)}
</section>
${!first && !query.q && subscribeBox()}`,
  })
}

/** A search that was worth typing is worth keeping, also one that finds nothing yet. */
function saveSearch(query: PageQuery): Markup {
  const filtered = query.from !== '' || query.to !== '' || query.hasCode
  return html`<a class="button plain" href="${feedsPath(query)}">Follow as a feed</a>
<details><summary class="button plain">Mail me new ones</summary>${subscribeBox({ topic: query.q })}
${filtered && html`<p class="small">A mail has the new papers for the words. The filters count in the feed alone.</p>`}</details>`
}

function count(total: number): Markup {
  return html`<p class="count">${total.toLocaleString('en-GB')} ${total === 1 ? 'paper' : 'papers'}</p>`
}

function didYouMean({ didYouMean: q, correctedQuery }: Home['page']): Markup | undefined {
  if (q === undefined || correctedQuery !== undefined) return undefined
  return html`<p>Did you mean <a href="/?${new URLSearchParams({ q })}">${q}</a>?</p>`
}

function heading({ q, sort }: PageQuery): string {
  if (q) return `Papers for ${quoted(q)}`
  return sort === 'newest' ? 'Newest papers' : 'Trending papers'
}

function results({ query, page }: Home): Markup {
  if (page.total === 0) return nothingFound(query)
  return html`${facetLinks(query, page.facets)}
${paperList(page.items)}
<p class="hidden" role="status" data-more></p>
<nav class="pager" aria-label="Pages" data-scroll>
${query.cursor && html`<a class="button plain" href="${listPath(query)}">Back to the first</a>`}
${page.nextCursor && html`<a class="button" rel="next" href="${listPath(query, page.nextCursor)}">More papers</a>`}
</nav>`
}

function nothingFound(query: PageQuery): Markup {
  if (!isSearch(query)) {
    return html`<p class="empty">No papers yet. They appear here within seconds after the first dump was fed: by an <a href="/operator/dumps">operator</a>, or as a file in the inbox folder.</p>`
  }
  return html`<div class="empty">
<p>Nothing matches.</p>
<ul>
${query.q && html`<li>Try fewer or more general words, or the beginning of a word: <code>gener*</code></li>`}
${(query.from || query.to) && html`<li>Try other days, or <a href="${listPath({ ...query, from: '', to: '' })}">all of them</a>: papers count from the day they were first seen.</li>`}
${query.hasCode && html`<li>Try it without <a href="${listPath({ ...query, hasCode: false })}">“With code”</a>.</li>`}
</ul>
<p><a class="button plain" href="/">All trending papers</a></p>
</div>`
}
