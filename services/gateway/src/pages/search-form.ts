import { html, type Markup } from './markup.ts'
import type { PageQuery } from './page-query.ts'

/** The search box with its filters; those that are in use stand beside the results. */
export function searchForm(query: PageQuery): Markup {
  return html`<search><form class="search" action="/" method="get">
${box(query.q)}
<details>
<summary>Filters</summary>
<div class="filters">
<p class="check"><input id="hasCode" name="hasCode" type="checkbox" value="true"${query.hasCode && ' checked'}>
<label for="hasCode">With code</label></p>
<p><label for="from">Seen from</label><input id="from" name="from" type="date" value="${query.from}"></p>
<p><label for="to">Seen until</label><input id="to" name="to" type="date" value="${query.to}"></p>
<p><label for="sort">Order</label>${sortSelect(query)}</p>
<button type="submit" class="plain">Apply</button>
</div>
</details>
</form></search>`
}

/** The search box alone, for pages that are no list: who came by a link can go on from there. */
export function searchBox(): Markup {
  return html`<search><form class="search" action="/" method="get">
${box('')}
</form></search>`
}

function box(q: string): Markup {
  return html`<label class="hidden" for="q">Search papers</label>
<div class="box">
<input id="q" name="q" type="search" value="${q}" maxlength="500" placeholder="Search papers"
 autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search">
<button type="submit">Search</button>
</div>`
}

function sortSelect({ sort }: PageQuery): Markup {
  const orders = [
    ['', 'Best first'],
    ['trending', 'Trending'],
    ['newest', 'Newest'],
  ] as const
  return html`<select id="sort" name="sort">
${orders.map(([value, name]) => html`<option value="${value}"${sort === value && ' selected'}>${name}</option>`)}
</select>`
}
