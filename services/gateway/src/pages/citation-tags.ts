import type { Paper } from '@paperboy/contracts'
import { raw } from 'hono/html'
import { paperAddress } from '../papers/paper-address.ts'
import { type PublicationDate, publicationDate } from '../papers/publication-date.ts'
import { html, type Markup, webAddress } from './markup.ts'

/**
 * What Zotero, Mendeley and Google Scholar read from a page (`citation_…`), and search engines (JSON-LD). The texts are
 * those that people read on the page.
 */
export function citationTags(paper: Paper, address: string | null): Markup {
  const date = publicationDate(paper)
  const tags: [string, string | null | undefined | false][] = [
    ['title', paper.title],
    ...paper.authors.map(({ name }): [string, string] => ['author', name]),
    ['publication_date', date && parts(date).join('/')],
    ['doi', paper.doi],
    ['arxiv_id', paper.arxivId],
    ['pdf_url', paper.arxivId && `https://arxiv.org/pdf/${paper.arxivId}`],
    ['abstract', paper.abstract],
    ['abstract_html_url', address],
    ['keywords', paper.categories.join('; ')],
  ]
  return html`${tags.map(([name, content]) => content && html`<meta name="citation_${name}" content="${content}">\n`)}${jsonLd(paper, date, address)}`
}

function jsonLd(paper: Paper, date: PublicationDate | null, address: string | null): Markup {
  const source = webAddress(paperAddress(paper))
  const facts = {
    '@context': 'https://schema.org',
    '@type': 'ScholarlyArticle',
    headline: paper.title,
    name: paper.title,
    ...(paper.authors.length > 0 && {
      author: paper.authors.map(({ name }) => ({ '@type': 'Person', name })),
    }),
    ...(paper.abstract && { abstract: paper.abstract }),
    ...(date && { datePublished: parts(date).join('-') }),
    ...(address && { url: address }),
    ...(source && { sameAs: source }),
    ...(paper.doi && { identifier: { '@type': 'PropertyValue', propertyID: 'DOI', value: paper.doi } }),
    ...(paper.categories.length > 0 && { keywords: paper.categories }),
  }
  // Data and no script: the browser runs nothing of it. "</script>" in a title must not end it.
  return html`<script type="application/ld+json">${raw(JSON.stringify(facts).replaceAll('<', '\\u003c'))}</script>`
}

function parts({ year, month, day }: PublicationDate): string[] {
  return [year, month, day].flatMap((part) => (part === undefined ? [] : String(part).padStart(2, '0')))
}
