import type { Paper } from '@paperboy/contracts'

/** What an assistant needs of a paper in a list: enough to choose, and where to read on. */
export function briefPaper(paper: Paper, base: string) {
  const { id, title, abstract, authors, arxivId, doi, codeUrls, publishedAt, firstSeenAt, rank } = paper
  return {
    ...{ id, title, abstract: abstract && shorten(abstract) },
    authors: authors.slice(0, MOST_AUTHORS).map(({ name }) => name),
    ...{ arxivId, doi, codeUrls, publishedAt, firstSeenAt, rank },
    page: `${base}/papers/${encodeURIComponent(id)}`,
  }
}

export function wholePaper({ highlight: _, score: __, ...paper }: Paper, base: string) {
  return { ...paper, page: `${base}/papers/${encodeURIComponent(paper.id)}` }
}

const MOST_AUTHORS = 10
const BRIEF_LENGTH = 600

function shorten(text: string): string {
  return text.length <= BRIEF_LENGTH ? text : `${text.slice(0, BRIEF_LENGTH).toWellFormed()}…`
}
