import type { SourceRecord } from '@paperboy/contracts'
import type { Format } from './format.ts'
import { objects, present, rest, text, texts } from './json/fields.ts'
import { readObjects } from './json/read-objects.ts'
import { shareOf } from './json/sampled-objects.ts'

type Fields = Record<string, unknown>

/** The dump of Papers with Code, `papers-with-abstracts.json`: an array, or its objects a line each. */
export const papersWithCode = {
  name: 'papers-with-code',
  ranks: false,
  abstractRequired: false,
  detect: (sample) => 0.96 * shareOf(sample, isPaper),
  read: (input) =>
    readObjects(input, toRecord, 'The item has no "title" (or "paper_title") with text in it.'),
} as const satisfies Format

const TAKEN = [
  ...['paper_url', 'arxiv_id', 'title', 'paper_title', 'abstract', 'url_abs', 'url_pdf', 'authors', 'tasks'],
  ...['date', 'methods', 'repo_url', 'paper_arxiv_id', 'paper_url_abs', 'paper_url_pdf'],
]

/** Also the objects of its file of links, which say where the code of a paper is. */
function toRecord(position: string, item: Fields): SourceRecord | null {
  const title = text(item.title) ?? text(item.paper_title)
  if (title === undefined) return null
  const methods = texts(objects(item.methods).map(({ name }) => name))
  return {
    kind: 'record',
    position,
    title,
    ...present({
      abstract: text(item.abstract),
      authors: texts(item.authors),
      ids: texts([item.arxiv_id ?? item.paper_arxiv_id]),
      url: text(item.url_abs) ?? text(item.paper_url_abs) ?? text(item.paper_url),
      codeUrls: texts(item.repo_url),
      links: texts([item.url_pdf ?? item.paper_url_pdf]),
      publishedAt: text(item.date),
    }),
    ...rest(item, TAKEN, { tasks: texts(item.tasks), methods }),
  }
}

function isPaper(item: Fields): boolean {
  return /paperswithcode\.com\/paper\//.test(text(item.paper_url) ?? '')
}
