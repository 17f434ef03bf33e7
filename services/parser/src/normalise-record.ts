import type { RecordFacts, SourceRecord } from '@paperboy/contracts'
import { readable } from '@paperboy/text'
import { cleanExtra } from './clean-extra.ts'
import { cleanText, cutText } from './clean-text.ts'
import { isCodeUrl } from './code-hosts.ts'
import { readIdentifier } from './identifiers.ts'
import { distinct, findLinks, httpUrl } from './links.ts'
import { readDate } from './read-date.ts'
import { splitAuthors } from './split-authors.ts'

export type Normalised =
  | { kind: 'facts'; facts: RecordFacts }
  | { kind: 'reject'; code: string; reason: string; excerpt: string }

const MAX_TITLE_CHARS = 1_000
/** A longer abstract is a whole paper: its beginning is kept, and `extra.abstractChars` says how long it was. */
const MAX_ABSTRACT_CHARS = 20_000
const MAX_AUTHORS = 5_000
const MAX_NAME_CHARS = 300
const MAX_LINKS = 200
const MAX_CATEGORIES = 200
const MAX_IDS = 50
const MAX_UPVOTES = 2_147_483_647

/**
 * What a record says of a paper, in clean form; or why it says nothing. Identity comes from what the
 * source states in a field (`ids`, its own `url`) only: an arXiv id or a DOI within a text is of a paper
 * that the text speaks about, so there it is no more than a link.
 */
export function normaliseRecord(
  record: SourceRecord,
  format: { name: string; abstractRequired: boolean },
): Normalised {
  const title = cleanText(record.title)
  const fault = titleFault(title)
  if (fault) return { kind: 'reject', ...fault, excerpt: cutText(title, 200) }
  const fullAbstract = cleanText(record.abstract ?? '')
  if (fullAbstract === '' && format.abstractRequired) {
    const reason = `A record of the format ${format.name} needs an abstract, and this one has none.`
    return { kind: 'reject', code: 'MISSING_ABSTRACT', reason, excerpt: cutText(title, 200) }
  }
  const abstract = cutText(fullAbstract, MAX_ABSTRACT_CHARS)
  const { extra, ...dates } = readDates(record)
  const facts: RecordFacts = {
    title,
    abstract: abstract || null,
    authors: readAuthors(record.authors ?? []),
    ...readIds(record),
    ...readLinks(record, abstract),
    categories: cleanList(record.categories ?? [], MAX_NAME_CHARS).slice(0, MAX_CATEGORIES),
    upvotes: readUpvotes(record.upvotes),
    ...dates,
    extra: cleanExtra({
      ...record.extra,
      ...extra,
      ...(fullAbstract.length > MAX_ABSTRACT_CHARS && { abstractChars: fullAbstract.length }),
    }),
  }
  return { kind: 'facts', facts }
}

function titleFault(title: string): { code: string; reason: string } | null {
  if (!/[\p{L}\p{N}]/u.test(title)) {
    return { code: 'MISSING_TITLE', reason: 'The title has no letter and no digit in it.' }
  }
  if (title.length <= MAX_TITLE_CHARS) return null
  const reason = `The title has ${title.length} characters; more than ${MAX_TITLE_CHARS} is no title.`
  return { code: 'TITLE_TOO_LONG', reason }
}

/** Clean, not blank, not too long, once each. */
function cleanList(texts: string[], maxChars: number): string[] {
  const clean = texts.map(cleanText).filter((text) => text !== '' && text.length <= maxChars)
  return [...new Set(clean)]
}

/** Two people of one paper may have one name, so names are not made distinct. */
function readAuthors(given: string[]): { name: string }[] {
  return splitAuthors(given.map((name) => readable(cleanText(name))))
    .filter((name) => name.length <= MAX_NAME_CHARS)
    .slice(0, MAX_AUTHORS)
    .map((name) => ({ name }))
}

function readIds(record: SourceRecord): Pick<RecordFacts, 'arxivId' | 'doi' | 'otherIds'> {
  const stated = cleanList(record.ids ?? [], 500).slice(0, MAX_IDS)
  const read = [...stated, ...(record.url ? [cleanText(record.url)] : [])].map((text) => ({
    text,
    id: readIdentifier(text),
  }))
  const first = (kind: 'arxiv' | 'doi') => read.find(({ id }) => id?.kind === kind)?.id?.value ?? null
  const arxivId = first('arxiv')
  const doi = first('doi')
  const otherIds = read
    .slice(0, stated.length)
    .flatMap(({ text, id }) => (id && (id.value === arxivId || id.value === doi) ? [] : text))
  return { arxivId, doi, otherIds }
}

function readLinks(record: SourceRecord, abstract: string): Pick<RecordFacts, 'url' | 'codeUrls' | 'links'> {
  const allowed = (urls: string[]) => urls.flatMap((url) => httpUrl(cleanText(url)) ?? [])
  const url = httpUrl(cleanText(record.url ?? ''))
  const statedCode = allowed(record.codeUrls ?? [])
  const statedLinks = allowed(record.links ?? [])
  const found = findLinks(abstract)
  const codeUrls = distinct([
    ...statedCode,
    ...[...statedLinks, url ?? ''].filter(isCodeUrl),
    ...found.codeUrls,
  ])
  const links = distinct([...statedLinks, ...statedCode, ...found.links])
  return { url, codeUrls: codeUrls.slice(0, MAX_LINKS), links: links.slice(0, MAX_LINKS) }
}

function readUpvotes(upvotes: number | undefined): number | null {
  const isCount = upvotes !== undefined && Number.isInteger(upvotes) && upvotes >= 0 && upvotes <= MAX_UPVOTES
  return isCount ? upvotes : null
}

type Dates = Pick<RecordFacts, 'publishedAt' | 'updatedAt'> & { extra: Record<string, string> }

/** A text that is no date is kept in `extra` under the name of its field. */
function readDates(record: SourceRecord): Dates {
  const publishedAt = record.publishedAt === undefined ? null : readDate(record.publishedAt)
  const updatedAt =
    record.updatedAt === undefined ? null : (readVersion(record.updatedAt) ?? readDate(record.updatedAt))
  const extra: Record<string, string> = {}
  if (record.publishedAt !== undefined && publishedAt === null) extra.publishedAt = record.publishedAt
  if (record.updatedAt !== undefined && updatedAt === null) extra.updatedAt = record.updatedAt
  return { publishedAt, updatedAt, extra }
}

/**
 * "v3" as a time: three seconds after the epoch. So versions order among themselves as they should, and
 * a source that states a real time is always newer than one that only counts.
 */
function readVersion(text: string): string | null {
  const version = /^v(\d{1,6})$/i.exec(text.trim())?.[1]
  return version === undefined ? null : new Date(Number(version) * 1000).toISOString()
}
