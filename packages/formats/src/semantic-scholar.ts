import type { SourceRecord } from '@paperboy/contracts'
import type { Format } from './format.ts'
import { names, object, objects, present, rest, text, texts } from './json/fields.ts'
import { readObjects } from './json/read-objects.ts'
import { isEmptyAnswer, shareOf } from './json/sampled-objects.ts'

type Fields = Record<string, unknown>

const EMPTY = /^\s*\{\s*"total"\s*:\s*0\s*,[\s\S]*"data"\s*:\s*$/

/**
 * Semantic Scholar: list answers of its API (`{"total", "data": […]}`), single papers, JSON Lines, and its
 * bulk datasets, whose keys are in lower case.
 */
export const semanticScholar = {
  name: 'semantic-scholar',
  ranks: false,
  abstractRequired: false,
  mayBeEmpty: true,
  detect: (sample) => (isEmptyAnswer(sample, EMPTY) ? 0.96 : 0.96 * shareOf(sample, isPaper)),
  read: (input) => readObjects(input, toRecord, 'The item has no "title" with text in it.'),
} as const satisfies Format

const TAKEN = [
  ...['paperId', 'title', 'abstract', 'authors', 'externalIds', 'url', 'publicationDate', 'year'],
  ...['openAccessPdf', 'fieldsOfStudy', 's2FieldsOfStudy', 'corpusId'],
]

/** Keys of the bulk datasets as the API writes them. */
const API_KEYS = new Map([
  ['paperid', 'paperId'],
  ['corpusid', 'corpusId'],
  ['externalids', 'externalIds'],
  ['publicationdate', 'publicationDate'],
  ['openaccesspdf', 'openAccessPdf'],
  ['openaccessinfo', 'openAccessInfo'],
  ['s2fieldsofstudy', 's2FieldsOfStudy'],
  ['fieldsofstudy', 'fieldsOfStudy'],
])

function toRecord(position: string, given: Fields): SourceRecord | null {
  const item = asApi(paperOf(given))
  const title = text(item.title)
  if (title === undefined) return null
  const external = object(item.externalIds) ?? {}
  const pdf = text(object(item.openAccessPdf)?.url)
  const fields = objects(item.s2FieldsOfStudy).map(({ category }) => category)
  return {
    kind: 'record',
    position,
    title,
    ...present({
      abstract: text(item.abstract),
      authors: names(item.authors),
      ids: identifiers(item, external),
      url: text(item.url),
      links: texts(pdf),
      categories: distinct(texts(item.fieldsOfStudy) ?? texts(fields)),
      publishedAt: text(item.publicationDate) ?? yearOf(item.year),
    }),
    ...rest(item, TAKEN, { externalIds: item.externalIds }),
  }
}

/** The paper itself: answers about citations have it inside, full texts (S2ORC) as places in their text. */
function paperOf(given: Fields): Fields {
  const cited = object(given.citedPaper) ?? object(given.citingPaper)
  if (cited) return cited
  const content = object(given.content)
  if (content === undefined || text(given.title) !== undefined) return given
  const { content: _, ...paper } = given
  return { ...paper, title: annotated(content, 'title'), abstract: annotated(content, 'abstract') }
}

function annotated(content: Fields, name: string): string | undefined {
  const written = text(object(content.annotations)?.[name]) ?? '[]'
  const start = /"start"\s*:\s*"?(\d+)/.exec(written)?.[1]
  const end = /"end"\s*:\s*"?(\d+)/.exec(written)?.[1]
  if (start === undefined || end === undefined) return undefined
  return text(text(content.text)?.slice(Number(start), Number(end)))
}

function asApi(item: Fields): Fields {
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [API_KEYS.get(key) ?? key, value]))
}

function identifiers(item: Fields, external: Fields): string[] | undefined {
  const corpus = item.corpusId ?? external.CorpusId
  return texts([
    external.ArXiv ?? external.arxiv,
    external.DOI ?? external.doi,
    item.paperId,
    Number.isSafeInteger(corpus) ? `CorpusId:${String(corpus)}` : undefined,
  ])
}

const distinct = (list: string[] | undefined) => list && [...new Set(list)]

const yearOf = (year: unknown) => (Number.isInteger(year) ? String(year) : undefined)

function isPaper(item: Fields): boolean {
  const api = asApi(paperOf(item))
  const hasId = text(api.paperId) !== undefined || Number.isSafeInteger(api.corpusId)
  return hasId && 'title' in api
}
