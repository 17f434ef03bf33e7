import type { Assets } from './assets.ts'
import { keysHelp } from './keys-help.ts'
import { html, type Markup } from './markup.ts'
import { subscribeBox } from './subscriptions/subscribe-box.ts'

export type Site = { assets: Assets; publicUrl: string | undefined }

type Page = {
  title: string
  description: string
  /** Path of the page under its one true name. */
  path?: string
  search?: string | undefined
  /** Search engines have no use for errors and for pages of results. */
  index?: boolean
  /** Where the Subscribe box stands: below, or where the page itself puts it, if at all. */
  subscribe?: 'below' | 'own'
  /** Paths of the pages before and after it in time. */
  prev?: string
  next?: string
  /** The feed of the search that the page shows. */
  searchFeed?: string
  /** What a shared link is, if not a page of a site. */
  kind?: 'article'
  /** What else programs read, in the head. */
  head?: Markup
  /** There is one button to press, and nothing else. */
  oneButton?: boolean
  /** One of the operators' pages: wider, with a style sheet and a script of its own. */
  house?: boolean
  body: Markup
}

/** The whole address of a path, where it is known. */
export function publicAddress({ publicUrl }: Site, path: string): string | null {
  return publicUrl === undefined ? null : `${publicUrl.replace(/\/+$/, '')}${path}`
}

const places = [
  ['/days', 'Days'],
  ['/subscribe', 'Subscribe'],
  ['/docs', 'API'],
] as const

/** At the top, too: a list that grows by itself keeps its end away. */
function siteLinks(current?: string): Markup {
  return html`<nav class="site" aria-label="Site"><ul>${places.map(([path, name]) => html`<li><a href="${path}"${path === current && html` aria-current="page"`}>${name}</a></li>`)}</ul></nav>`
}

/** The frame of every page; `title` is also what a shared link shows. */
export function layout(site: Site, page: Page): Markup {
  const address = page.path ? publicAddress(site, page.path) : null
  const card = publicAddress(site, site.assets.card)
  const title = page.title === 'Paperboy' ? 'Paperboy – trending research papers' : `${page.title} – Paperboy`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${page.description}">
${page.index === false && html`<meta name="robots" content="noindex">`}
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
<meta property="og:type" content="${page.kind ?? 'website'}">
${card && html`<meta property="og:image" content="${card}"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="630"><meta property="og:image:alt" content="Paperboy: research papers that people talk about">`}
<meta name="twitter:card" content="${card ? 'summary_large_image' : 'summary'}">
<meta property="og:site_name" content="Paperboy">
${address && html`<meta property="og:url" content="${address}"><link rel="canonical" href="${address}">`}
${page.prev && html`<link rel="prev" href="${page.prev}">`}
${page.next && html`<link rel="next" href="${page.next}">`}
<link rel="alternate" type="application/atom+xml" title="Trending papers" href="/feeds/trending.atom">
<link rel="alternate" type="application/atom+xml" title="The papers of each day" href="/feeds/digests.atom">
${page.searchFeed && html`<link rel="alternate" type="application/atom+xml" title="Papers for this search" href="${page.searchFeed}">`}
${page.head}
<link rel="icon" type="image/svg+xml" href="${site.assets.icon}">
<link rel="stylesheet" href="${site.assets.stylesheet}">
<script type="module" src="${site.assets.script}"></script>
${page.house && html`<link rel="stylesheet" href="${site.assets.house.stylesheet}"><script type="module" src="${site.assets.house.script}"></script>`}
</head>
<body${page.house && html` class="house"`}>
<a class="skip" href="#content">Skip to the papers</a>
<header class="top">
<a class="brand" href="/"><img src="${site.assets.icon}" width="28" height="28" alt="">Paperboy</a>
<p class="tagline">Research papers that people talk about</p>
${siteLinks(page.path)}
</header>
<main id="content" tabindex="-1">
${page.body}
${page.subscribe !== 'own' && subscribeBox()}
</main>
<footer class="bottom">
<p><a href="/">Trending</a> <a href="/days">All days</a> <a href="/feeds">Feeds</a> <a href="/docs">API</a> <a href="/openapi.json">OpenAPI</a> <a rel="nofollow" href="/operator">Operator</a>
${!page.oneButton && html`<button class="plain" type="button" data-keys>Keyboard</button>`}</p>
</footer>
${!page.oneButton && keysHelp()}
</body>
</html>`
}
