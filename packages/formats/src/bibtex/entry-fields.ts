import type { RecordFields } from '../build-record.ts'
import type { BibtexEntry } from './parse-entry.ts'
import { splitNames } from './split-names.ts'
import { unbrace } from './unbrace.ts'

const TAKEN = new Set('title subtitle author abstract doi url pdf eprint primaryclass date year'.split(' '))
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
/** How Google Scholar and DBLP write that a paper is on arXiv. */
const ARXIV_JOURNAL = /arXiv(?: preprint)?:?\s*arXiv:(\S+?)[,.]?$/i
const ARXIV_VOLUME = /^abs\/(\S+)$/

export function entryFields({ type, key, fields }: BibtexEntry): RecordFields {
  const text = (name: string) => fields.get(name)?.trim() || undefined
  const title = text('title')
  const subtitle = text('subtitle')
  const abstract = text('abstract')
  const rest = [...fields].filter(([name, value]) => !TAKEN.has(name) && value !== '')
  const authors = text('author')
  return {
    title: title && unbrace(subtitle ? `${title}: ${subtitle}` : title),
    abstract: abstract && unbrace(abstract),
    authors: authors === undefined ? undefined : splitNames(authors),
    ids: [arxivId(text), text('doi')].filter((one) => one !== undefined),
    url: unescapeUrl(text('url')),
    links: [unescapeUrl(text('pdf'))].filter((link) => link !== undefined),
    categories: text('primaryclass')?.split(/[\s,]+/),
    publishedAt: text('date') ?? yearAndMonth(text('year'), text('month'), text('day')),
    extra: { ...Object.fromEntries(rest), entryType: type, citationKey: key ?? undefined },
  }
}

function arxivId(text: (name: string) => string | undefined): string | undefined {
  const eprint = text('eprint')
  const archive = text('archiveprefix') ?? text('eprinttype')
  if (eprint !== undefined && (archive === undefined || /^arxiv$/i.test(archive))) return eprint
  return ARXIV_JOURNAL.exec(text('journal') ?? '')?.[1] ?? ARXIV_VOLUME.exec(text('volume') ?? '')?.[1]
}

/** In a URL, too, people escape what TeX would read. */
const unescapeUrl = (url: string | undefined) => url?.replace(/\\([_%&#~])/g, '$1')

function yearAndMonth(year: string | undefined, month: string | undefined, day: string | undefined) {
  const known = /\d{4}/.exec(year ?? '')?.[0]
  if (known === undefined) return undefined
  const number = Number(month) || MONTHS.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1
  if (!(number >= 1 && number <= 12)) return known
  const padded = `${known}-${String(number).padStart(2, '0')}`
  return /^\d{1,2}$/.test(day ?? '') ? `${padded}-${(day ?? '').padStart(2, '0')}` : padded
}
