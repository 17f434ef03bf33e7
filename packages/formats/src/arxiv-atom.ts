import type { SourceEntry } from '@paperboy/contracts'
import { buildRecord } from './build-record.ts'
import { DumpError } from './dump-error.ts'
import type { Format, Sample } from './format.ts'
import { reject } from './reject.ts'
import { atomAuthors, atomCategories, atomLinks, primaryCategory } from './xml/atom-entry.ts'
import { childText, textOf, type XmlElement } from './xml/element.ts'
import { readXml, type XmlRecord } from './xml/read-xml.ts'
import { rootOf } from './xml/root-name.ts'

/** An answer of the arXiv API (`/api/query`): an Atom feed with one entry for each paper. */
export const arxivAtom = {
  name: 'arxiv-atom',
  ranks: false,
  abstractRequired: false,
  mayBeEmpty: true,
  detect,
  read,
} as const satisfies Format

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  let seen = 0
  for await (const piece of readXml(input, { record: 'entry', outside: [] })) {
    if (piece.kind === 'outside') continue
    const message = piece.kind === 'record' ? errorMessage(piece.element) : null
    if (piece.kind === 'reject') yield piece
    else if (message === null) yield toEntry(piece)
    else if (seen > 0) yield reject(piece.position, 'SOURCE_ERROR', `arXiv answered: ${message}`, message)
    else throw new DumpError('DUMP_SOURCE_ERROR', `arXiv answered with an error: ${message}`)
    seen += 1
  }
}

/** An error is an entry too: titled "Error", with an id that leads to a page about errors. */
function errorMessage(entry: XmlElement): string | null {
  const isError = childText(entry, 'title') === 'Error' && childText(entry, 'id')?.includes('/api/errors')
  return isError ? (childText(entry, 'summary') ?? 'it did not say what is wrong.') : null
}

function toEntry({ position, element, replacedBytes }: XmlRecord): SourceEntry {
  const { url, links, doi: doiLink } = atomLinks(element)
  const { names, affiliations } = atomAuthors(element)
  const id = childText(element, 'id')
  const doi = childText(element, 'doi') ?? doiLink
  const fields = {
    title: childText(element, 'title'),
    abstract: childText(element, 'summary'),
    authors: names,
    ids: [id, doi].filter((one) => one !== undefined),
    url: url ?? id,
    links,
    categories: atomCategories(element),
    publishedAt: childText(element, 'published'),
    updatedAt: childText(element, 'updated'),
    extra: {
      version: /v\d+$/.exec(id ?? '')?.[0],
      primaryCategory: primaryCategory(element),
      comment: childText(element, 'comment'),
      journalRef: childText(element, 'journal_ref'),
      affiliations: Object.keys(affiliations).length > 0 ? affiliations : undefined,
    },
    replacedBytes,
  }
  return buildRecord(position, fields, () => textOf(element))
}

const SURE = 0.95

function detect({ text }: Sample): number {
  if (rootOf(text)?.name !== 'feed') return 0
  const head = text.slice(0, 4_096)
  return /arxiv\.org\/api\/|<id>https?:\/\/arxiv\.org\/<\/id>|arXiv Query:/.test(head) ? SURE : 0
}
