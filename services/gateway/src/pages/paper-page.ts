import type { Paper } from '@paperboy/contracts'
import type { AppearanceDay } from '@paperboy/database'
import { bibtex } from '../papers/bibtex.ts'
import { readablePaper } from '../papers/readable-paper.ts'
import { citationTags } from './citation-tags.ts'
import { dayOf, longDate } from './dates.ts'
import { layout, publicAddress, type Site } from './layout.ts'
import { html, type Markup, webAddress } from './markup.ts'
import { codeLink, inLanguage, paperPath, shorten, votes } from './paper-list.ts'
import { rankChart } from './rank-chart.ts'
import { searchBox } from './search-form.ts'

const DESCRIPTION_LENGTH = 200

type Shown = { paper: Paper; similar: Paper[]; appearances: AppearanceDay[]; forOperator: boolean }

export function paperPage(site: Site, { paper: source, similar, appearances, forOperator }: Shown): Markup {
  const paper = readablePaper(source)
  return layout(site, {
    title: paper.title,
    description: paper.abstract ? shorten(paper.abstract, DESCRIPTION_LENGTH) : 'A research paper.',
    path: paperPath(paper.id),
    kind: 'article',
    head: citationTags(paper, publicAddress(site, paperPath(paper.id))),
    body: html`${searchBox()}
<article class="full">
<h1${inLanguage(paper)}>${paper.title}</h1>
${paper.authors.length > 0 && html`<p class="authors">${paper.authors.map(({ name }, at) => html`${at > 0 && ', '}${searchLink('author', name)}`)}</p>`}
${aboutLine(paper)}
${linkRow(paper)}
<h2>Abstract</h2>
${paper.abstract ? html`<p class="abstract"${inLanguage(paper)}>${paper.abstract}</p>` : html`<p class="empty">No abstract is known.</p>`}
${otherLinks(paper)}
<details class="bibtex"><summary>Cite (BibTeX)</summary>
<pre tabindex="0" id="bibtex">${bibtex(source)}</pre>
<p class="leave"><button class="plain" type="button" data-copy="#bibtex" hidden>Copy</button>
<a class="button plain" href="/v1/papers/${encodeURIComponent(paper.id)}.bib" download="${paper.id}.bib">Download</a></p>
</details>
${forOperator && html`<p class="leave"><a class="button plain" href="/operator/papers/${encodeURIComponent(paper.id)}/sources">Where its facts come from</a></p>`}
${rankChart(appearances)}
</article>
${similar.length > 0 && similarSection(similar)}`,
  })
}

function aboutLine({ rank, firstSeenAt, publishedAt, categories, upvotes }: Paper): Markup {
  return html`<p class="facts">
${rank !== null && html`<span class="rank" title="Place on the latest trending list">#${rank}</span>`}
${publishedAt && html`<span>Published <time datetime="${dayOf(publishedAt)}">${longDate(publishedAt)}</time></span>`}
<span>First seen <a href="/digest/${dayOf(firstSeenAt)}"><time datetime="${dayOf(firstSeenAt)}">${longDate(firstSeenAt)}</time></a></span>
${upvotes !== null && votes(upvotes)}
${categories.map((category) => searchLink('category', category, 'tag'))}
</p>`
}

/** To what else there is of an author or in a category. */
function searchLink(field: 'author' | 'category', value: string, style?: string): Markup {
  const exact = `"${value.replaceAll('"', ' ')}"`
  const q = `${field}:${field === 'author' ? exact : value}`
  return html`<a${style && html` class="${style}"`} href="/?${new URLSearchParams({ q })}">${value}</a>`
}

function linkRow(paper: Paper): Markup | null {
  const arxivPath = paper.arxivId?.split('/').map(encodeURIComponent).join('/')
  const links = [
    arxivPath && outside(`https://arxiv.org/abs/${arxivPath}`, 'arXiv'),
    arxivPath && outside(`https://arxiv.org/pdf/${arxivPath}`, 'PDF'),
    paper.doi && outside(`https://doi.org/${paper.doi.split('/').map(encodeURIComponent).join('/')}`, 'DOI'),
    paper.url && outside(paper.url, 'Source'),
    ...paper.codeUrls.map(codeLink),
  ].filter(Boolean)
  return links.length > 0 ? html`<p class="links">${links}</p>` : null
}

function otherLinks({ links, codeUrls, url }: Paper): Markup | null {
  const shown = new Set([...codeUrls, url])
  const others = links.filter((link) => !shown.has(link) && webAddress(link))
  if (others.length === 0) return null
  return html`<h2>Links</h2>
<ul class="others">${others.map((link) => html`<li>${outside(link, link)}</li>`)}</ul>`
}

function outside(address: string, name: string): Markup | null {
  const href = webAddress(address)
  return href ? html`<a class="out" rel="nofollow noopener" href="${href}">${name}</a>` : null
}

function similarSection(papers: Paper[]): Markup {
  return html`<section class="similar" aria-labelledby="similar">
<h2 id="similar">Similar papers</h2>
<ul>${papers.map((paper) => html`<li${inLanguage(paper)}><a href="${paperPath(paper.id)}">${paper.title}</a></li>`)}</ul>
</section>`
}
