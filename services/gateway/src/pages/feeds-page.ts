import type { FeedFormat } from '../feeds/send-feed.ts'
import { shortDay } from './dates.ts'
import { layout, type Site } from './layout.ts'
import { html, type Markup } from './markup.ts'
import { feedPath, listPath, type PageQuery, quoted } from './page-query.ts'
import { searchBox } from './search-form.ts'

const kinds: [FeedFormat, string][] = [
  ['atom', 'Atom'],
  ['rss', 'RSS'],
  ['json', 'JSON Feed'],
]

/** `base` is what the addresses begin with, as in the feeds themselves. */
type Feeds = { query: PageQuery; base: string }

/** The addresses of feeds, to be copied: a browser shows a feed itself as raw text. */
export function feedsPage(site: Site, { query, base }: Feeds): Markup {
  const { q, from, to, hasCode } = query
  const searched = Boolean(q || from || to || hasCode)
  const heading = q ? `Follow new papers for ${quoted(q)}` : searched ? 'Follow new papers' : 'Feeds'
  return layout(site, {
    title: heading,
    description: 'New papers in a feed reader, as Atom, RSS or JSON Feed.',
    path: '/feeds',
    index: !searched,
    ...(q && { searchFeed: feedPath(query) }),
    body: html`${searchBox()}
<h1>${heading}</h1>
${searched && conditions(query)}
<p>A feed brings new papers to you: a feed reader, which is a program or a web site, looks for them by itself, and
you give nobody your email address. Copy one of these addresses into your reader. Most take any of the three kinds.</p>
${searched ? ofSearch(base, query) : ofAll(base)}`,
  })
}

function conditions({ from, to, hasCode }: PageQuery): Markup | null {
  const given = [
    hasCode && 'with code',
    from && `seen from ${shortDay(from)}`,
    to && `seen until ${shortDay(to)}`,
  ].filter(Boolean)
  return given.length > 0 ? html`<p class="count">Only those ${given.join(', ')}.</p>` : null
}

function ofSearch(base: string, query: PageQuery): Markup {
  return html`${addresses(base, { id: 'search', what: 'this search', path: (format) => feedPath(query, format) })}
<nav class="pager" aria-label="Pages"><a class="button plain" href="${listPath(query)}">Back to the papers</a>
<a class="button plain" href="/feeds">All feeds</a></nav>`
}

function ofAll(base: string): Markup {
  const of = (id: string, what: string) =>
    addresses(base, { id, what, path: (format) => `/feeds/${id}.${format}` })
  return html`<h2>Trending papers</h2>
<p class="count">What is trending, paper by paper.</p>
${of('trending', 'trending papers')}
<h2>The papers of each day</h2>
<p class="count">One entry a day, which names the first papers of that day.</p>
${of('digests', 'the papers of each day')}
<h2>A search</h2>
<p>Search for what you are after, and press “Follow as a feed” beside the papers. The filters count in the feed, too.</p>`
}

type Kinds = { id: string; what: string; path: (format: FeedFormat) => string }

/** The button is last, and hidden until a script shows it, so that nothing moves then. */
function addresses(base: string, { id, what, path }: Kinds): Markup {
  return html`<ul class="addresses">${kinds.map(
    ([
      format,
      kind,
    ]) => html`<li><b id="${id}-${format}-kind">${kind}</b> <code id="${id}-${format}">${base}<wbr>${path(format)}</code>
<a class="button plain" href="${path(format)}">Open<span class="hidden"> ${what} as ${kind}</span></a>
<button class="plain" type="button" data-copy="#${id}-${format}" aria-describedby="${id}-${format}-kind" hidden>Copy</button></li>`,
  )}</ul>`
}
