import type { Paper } from '@paperboy/contracts'
import { readablePaper } from '../papers/readable-paper.ts'
import { dayOf, longDate, shortDay } from './dates.ts'
import { html, type Markup, marked, webAddress } from './markup.ts'

const TEASER_LENGTH = 320
const MAX_AUTHORS = 4
const MAX_CODE_LINKS = 2
/** Hosts where an address begins with the owner and the repository. */
const REPOSITORIES = new Set(['github.com', 'gitlab.com', 'bitbucket.org'])

export function paperPath(id: string): string {
  return `/papers/${encodeURIComponent(id)}`
}

/** The page is in English: a text that is not says so, for voices, hyphens and translators. */
export function inLanguage({ language }: Pick<Paper, 'language'>): Markup | null {
  return language === null || language === 'en' ? null : html` lang="${language}"`
}

export function paperList(papers: Paper[]): Markup {
  return html`<ol class="papers">${papers.map((paper) => html`<li>${paperCard(readablePaper(paper))}</li>`)}</ol>`
}

function paperCard(paper: Paper): Markup {
  const { id, title, authors, highlight } = paper
  return html`<article class="paper">
<h2${inLanguage(paper)}><a href="${paperPath(id)}">${highlight ? marked(highlight.title) : title}</a></h2>
${authors.length > 0 && html`<p class="authors">${authorNames(authors)}</p>`}
${teaser(paper)}
${facts(paper)}
</article>`
}

function facts({ rank, firstSeenAt, upvotes, categories, codeUrls }: Paper): Markup {
  const codes = codeUrls.flatMap((address) => codeLink(address) ?? [])
  const more = codes.length - MAX_CODE_LINKS
  return html`<p class="facts">
${rank !== null && html`<span class="rank" title="Place on the latest trending list">#${rank}</span>`}
${upvotes !== null && votes(upvotes)}
<time datetime="${dayOf(firstSeenAt)}" title="${longDate(firstSeenAt)}, first seen">${shortDay(firstSeenAt)}</time>
${categories.slice(0, 3).map((category) => html`<span class="tag">${category}</span>`)}
${codes.slice(0, MAX_CODE_LINKS)}${more > 0 && html` <span>+${more}</span>`}
</p>`
}

export function votes(count: number): Markup {
  return html`<span class="votes" title="Upvotes"><span aria-hidden="true">▲ </span>${count.toLocaleString('en-GB')}<span class="hidden"> upvotes</span></span>`
}

export function codeLink(address: string): Markup | null {
  const href = webAddress(address)
  if (!href) return null
  const { hostname, pathname } = new URL(href)
  const path = pathname.split('/').filter(Boolean)
  // Of a folder deep in a repository the repository is enough to know it by.
  const shown = REPOSITORIES.has(hostname) ? path.slice(0, 2) : path
  const name = shown.join('/').replace(/\.git$/, '') || hostname
  return html`<a class="code" rel="nofollow noopener" href="${href}"><span>Code</span> ${name}</a>`
}

function teaser({ abstract, highlight, language }: Paper): Markup | null {
  const fragments = highlight?.abstract ?? []
  if (fragments.length > 0) {
    const goesOn = !/[.!?]["')\]]*$/.test(fragments.at(-1) ?? '')
    // What does not begin a sentence was cut out of one.
    const cutOut = /^(<mark>)?\p{Ll}/u.test(fragments[0] ?? '')
    return html`<p class="teaser"${inLanguage({ language })}>${cutOut && '… '}${fragments.map((part, at) => html`${at > 0 && ' … '}${marked(part)}`)}${goesOn && ' …'}</p>`
  }
  return abstract ? html`<p class="teaser"${inLanguage({ language })}>${shorten(abstract)}</p>` : null
}

export function shorten(text: string, length = TEASER_LENGTH): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  const words = cut.slice(0, Math.max(cut.lastIndexOf(' '), length / 2)).toWellFormed()
  return `${words.replace(/[\s.,;:]+$/, '')}…`
}

function authorNames(authors: Paper['authors']): Markup {
  const names = authors.slice(0, MAX_AUTHORS).map(({ name }) => name)
  const more = authors.length - names.length
  return html`${names.join(', ')}${more > 0 && html` <span title="${authors.length} authors">+${more}<span class="hidden"> more</span></span>`}`
}
