import type { SourceEntry } from '@paperboy/contracts'
import { parse } from 'csv-parse/sync'
import { MAX_ROW_LINES, type Row, rowLines } from './csv/row-lines.ts'
import { DumpError } from './dump-error.ts'
import type { Format } from './format.ts'
import { jsonRecord } from './json-record.ts'
import { readLines } from './read-lines.ts'
import { reject, truncated } from './reject.ts'

/** A table with a header line, its columns separated by commas, semicolons, tabs or bars. */
export const csv = {
  name: 'csv',
  ranks: false,
  abstractRequired: false,
  detect: ({ lines }) =>
    lines.length > 1 && headerOf(lines.find((line) => line.trim() !== '') ?? '') ? 0.8 : 0,
  read,
} as const satisfies Format

const DELIMITERS = [',', ';', '\t', '|']
const MAX_HEADER_CHARS = 4_096
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
  let table: { header: Header; rows: ReturnType<typeof rowLines> } | null = null
  for await (const line of readLines(input)) {
    if (!table) {
      const header = line.fault ? null : headerOf(line.text)
      if (!header) throw noHeader(line.text)
      table = { header, rows: rowLines(header.delimiter) }
    } else for (const row of table.rows.add(line)) yield toEntry(table.header, row)
  }
  for (const row of table?.rows.end() ?? []) if (table) yield toEntry(table.header, row)
}

function toEntry(header: Header, row: Row): SourceEntry {
  const position = `line ${row.number}`
  switch (row.fault) {
    case 'cut':
      return truncated(position, row.text)
    case 'too-long':
      return reject(position, 'LINE_TOO_LONG', 'The line is longer than 4 MiB, which no row is.', row.text)
    case 'unclosed': {
      const reason = `A quotation mark opens here and closes in none of the next ${MAX_ROW_LINES} lines, or not at all.`
      return reject(position, 'NOT_A_ROW', reason, row.text)
    }
    default:
      return recordOf(header, row)
  }
}

function recordOf({ delimiter, fields }: Header, { text, number, replacedBytes }: Row): SourceEntry {
  const position = `line ${number}`
  const cells = cellsOf(text, delimiter)
  if (!cells) {
    const reason = 'The row cannot be read as a row of the table. Check its quotation marks.'
    return reject(position, 'NOT_A_ROW', reason, text)
  }
  const object: Record<string, string> = {}
  for (const [at, value] of cells.entries()) {
    if (value.trim() !== '') object[fields[at] || `column ${at + 1}`] ??= value
  }
  const record = jsonRecord(position, object, replacedBytes)
  return record ?? reject(position, 'MISSING_TITLE', 'The row has nothing in the column of titles.', text)
}

function cellsOf(text: string, delimiter: string): string[] | null {
  try {
    const [cells] = parse(text, { delimiter, relax_quotes: true, relax_column_count: true })
    return cells ?? null
  } catch {
    return null
  }
}

type Header = { delimiter: string; fields: string[] }

/** Null where the first line does not name a column of titles and at least one more that is known. */
function headerOf(line: string): Header | null {
  if (line.length > MAX_HEADER_CHARS) return null
  const first = line.replace('\ufeff', '')
  for (const delimiter of DELIMITERS) {
    const columns = (cellsOf(first, delimiter) ?? []).map((column) => column.trim())
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
