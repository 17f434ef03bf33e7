import type { SourceEntry } from '@paperboy/contracts'
import { buildRecord } from './build-record.ts'
import { DumpError } from './dump-error.ts'
import type { Format, Sample } from './format.ts'
import { arxivFields } from './oai/arxiv-fields.ts'
import { arxivRawFields } from './oai/arxiv-raw-fields.ts'
import { dublinCoreFields } from './oai/dublin-core-fields.ts'
import { reject } from './reject.ts'
import { childNamed, childText, childTexts, elementsOf, textOf, type XmlElement } from './xml/element.ts'
import { readXml, type XmlRecord } from './xml/read-xml.ts'
import { rootOf } from './xml/root-name.ts'

/** Records harvested by OAI-PMH, in the metadata of arXiv (`arXiv`, `arXivRaw`) or as Dublin Core. */
export const oaiPmh = {
  name: 'oai-pmh',
  ranks: false,
  abstractRequired: false,
  mayBeEmpty: true,
  detect,
  read,
} as const satisfies Format

const SHAPE = { record: 'record', outside: ['error', 'header'] }

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  let seen = 0
  for await (const piece of readXml(input, SHAPE)) {
    if (piece.kind === 'outside' && piece.element.name === 'header') yield loneHeader(piece.element)
    else if (piece.kind === 'outside') {
      const message = errorMessage(piece.element)
      if (message === null) continue
      if (seen === 0) throw new DumpError('DUMP_SOURCE_ERROR', message)
      yield reject('between the records', 'SOURCE_ERROR', message, textOf(piece.element))
    } else yield piece.kind === 'reject' ? piece : toEntry(piece)
    seen += 1
  }
}

/** A list of identifiers (`ListIdentifiers`) says that there are records, and not what they are. */
function loneHeader(header: XmlElement): SourceEntry {
  const id = childText(header, 'identifier') ?? 'a record'
  const reason = 'A header without its record, as ListIdentifiers gives them. Harvest with ListRecords.'
  return reject(id, 'MISSING_METADATA', reason, textOf(header))
}

/** Null for the answer that there is nothing. */
function errorMessage(error: XmlElement): string | null {
  const { code = 'without a code' } = error.attributes
  if (code === 'noRecordsMatch') return null
  return `The OAI-PMH source answered with an error: ${textOf(error).trim() || 'no reason given'} (${code}).`
}

function toEntry({ position, element, replacedBytes }: XmlRecord): SourceEntry {
  const header = childNamed(element, 'header')
  const metadata = childNamed(element, 'metadata')
  const [content] = metadata ? elementsOf(metadata) : []
  const id = header && childText(header, 'identifier')
  const datestamp = header && childText(header, 'datestamp')
  if (header?.attributes.status === 'deleted') return deletion(position, id, datestamp, () => textOf(element))
  if (!content) {
    const reason = 'The record has no metadata, and is not marked as deleted.'
    return reject(position, 'MISSING_METADATA', reason, textOf(element))
  }
  const fields = fieldsOf(content)
  const extra = { ...fields.extra, sets: header && childTexts(header, 'setSpec') }
  const ids = [...new Set([...(id ? [id] : []), ...(fields.ids ?? [])])]
  // The datestamp changes with every correction of the metadata, so it tells newer states best.
  const updatedAt = datestamp ?? fields.updatedAt
  return buildRecord(position, { ...fields, ids, updatedAt, extra, replacedBytes }, () => textOf(element))
}

function deletion(
  position: string,
  id: string | undefined,
  updatedAt: string | undefined,
  text: () => string,
): SourceEntry {
  if (id === undefined)
    return reject(position, 'MISSING_ID', 'A deleted record does not say which one it is.', text())
  return { kind: 'deletion', position, ids: [id], ...(updatedAt !== undefined && { updatedAt }) }
}

function fieldsOf(content: XmlElement) {
  if (content.name === 'arXiv') return arxivFields(content)
  if (content.name === 'arXivRaw') return arxivRawFields(content)
  return dublinCoreFields(content)
}

const SURE = 0.97
const FAIRLY_SURE = 0.9

function detect({ text }: Sample): number {
  const root = rootOf(text)?.name
  if (root === 'OAI-PMH') return SURE
  const isPart = root === 'record' || root === 'ListRecords' || root === 'GetRecord'
  return isPart && /<(?:\w+:)?(?:header|metadata)[\s>]/.test(text) ? FAIRLY_SURE : 0
}
