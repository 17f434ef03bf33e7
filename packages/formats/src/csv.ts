import { once } from 'node:events'
import type { SourceEntry, SourceRecord } from '@paperboy/contracts'
import { type CsvError, type Parser, parse } from 'csv-parse'
import { DumpCut, DumpError } from './dump-error.ts'
import { toUtf8 } from './encoding.ts'
import type { Format } from './format.ts'
import { jsonRecord } from './json-record.ts'
import { reject, truncated } from './reject.ts'

/** A table with a header line, its columns separated by commas, semicolons, tabs or bars. */
export const csv = {
  name: 'csv',
  ranks: false,
  abstractRequired: false,
  detect: (sample) => (headerOf(sample.lines) ? 0.8 : 0),
  read,
} as const satisfies Format

const DELIMITERS = [',', ';', '\t', '|']
const MAX_RECORD_BYTES = 4 * 1024 * 1024
/** Our names of fields, and what columns are called that hold them; compared without case, blanks and signs. */
const COLUMNS: [string, string[]][] = [
  ['title', ['title', 'papertitle', 'articletitle', 'documenttitle', 'name']],
  ['abstract', ['abstract', 'summary', 'abstracttext', 'description']],
  ['authors', ['authors', 'author', 'authornames', 'creators']],
  ['arxivId', ['arxivid', 'arxiv', 'eprint']],
  ['doi', ['doi']],
  ['id', ['id', 'paperid']],
  ['url', ['url', 'link', 'paperurl', 'abs', 'absurl']],
  ['codeUrls', ['codeurl', 'code', 'github', 'repository', 'githuburl', 'codelink']],
  ['links', ['pdf', 'pdfurl', 'pdflink']],
  ['categories', ['categories', 'category', 'subjects', 'fieldsofstudy']],
  [
    'publishedAt',
    ['publishedat', 'published', 'publicationdate', 'date', 'publicationyear', 'year', 'pubdate'],
  ],
  ['updatedAt', ['updatedat', 'updated', 'lastmodified']],
]
const names = new Map(
  COLUMNS.flatMap(([field, columns]) => columns.map((column) => [column, field] as const)),
)

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  const bytes = toUtf8(input)
  const head = await firstLine(bytes)
  const header = headerOf([head.line, ''])
  if (!header) throw noHeader(head.line)
  const entries: SourceEntry[] = []
  const parser = openParser(header, entries)
  try {
    for await (const chunk of head.bytes) {
      if (!parser.write(chunk)) await once(parser, 'drain')
      yield* entries.splice(0)
    }
  } catch (error) {
    if (!(error instanceof DumpCut)) throw error
    yield* entries.splice(0)
    return yield truncated(`line ${parser.info.lines}`, '')
  }
  const ended = once(parser, 'end')
  parser.end()
  parser.resume()
  await ended
  yield* entries.splice(0)
}

/** Rows become entries as they are parsed; a row that cannot be read is a reject, and the next one is read. */
function openParser(header: Header, entries: SourceEntry[]): Parser {
  const parser = parse({
    delimiter: header.delimiter,
    bom: true,
    columns: false,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD_BYTES,
    on_record: (record: string[], info) => {
      if (info.records > 1) entries.push(toEntry(header, record, info.lines))
      return null
    },
  })
  parser.on('skip', (error: CsvError & { lines?: number; raw?: string }) => {
    const reason = 'The row cannot be read as a row of the table. Check its quotation marks and its length.'
    entries.push(reject(`line ${error.lines ?? parser.info.lines}`, 'NOT_A_ROW', reason, error.message))
  })
  return parser
}

function toEntry({ fields }: Header, row: string[], line: number): SourceEntry {
  const position = `line ${line}`
  const object: Record<string, string> = {}
  for (const [at, value] of row.entries()) {
    const name = fields[at]
    if (name && value.trim() !== '') object[name] ??= value
  }
  const record: SourceRecord | null = jsonRecord(position, object, 0)
  return (
    record ?? reject(position, 'MISSING_TITLE', 'The row has nothing in the column of titles.', row.join(' '))
  )
}

type Header = { delimiter: string; fields: string[] }

/** Null where the first line does not name a column of titles and at least one more that is known. */
function headerOf(lines: string[]): Header | null {
  const first = lines.find((line) => line.trim() !== '')?.replace('\ufeff', '') ?? ''
  if (first.length > 4_096 || lines.length < 2) return null
  for (const delimiter of DELIMITERS) {
    const columns = first.split(delimiter).map((column) => column.replace(/^\s*"?|"?\s*$/g, ''))
    const fields = columns.map((column) => names.get(column.toLowerCase().replace(/[^a-z]/g, '')) ?? column)
    const known = new Set(fields.filter((field) => COLUMNS.some(([name]) => name === field)))
    if (known.has('title') && known.size > 1) return { delimiter, fields }
  }
  return null
}

function noHeader(line: string): DumpError {
  return new DumpError(
    'DUMP_FORMAT_UNKNOWN',
    'The table has no header with a column of titles ("title") and one more that is known (abstract, authors, ' +
      `doi, url, date, …). Its first line is: ${line.slice(0, 200)}`,
  )
}

async function firstLine(bytes: AsyncGenerator<Buffer>) {
  let head: Buffer = Buffer.alloc(0)
  while (!/[^\s\ufeff][^\r\n]*[\r\n]/.test(head.toString('utf8')) && head.length < MAX_RECORD_BYTES) {
    const next = await bytes.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  const line =
    head
      .toString('utf8')
      .replace('\ufeff', '')
      .trimStart()
      .split(/[\r\n]/, 1)[0] ?? ''
  async function* again() {
    try {
      yield head
      for await (const chunk of bytes) yield chunk
    } finally {
      await bytes.return(undefined)
    }
  }
  return { line, bytes: again() }
}
