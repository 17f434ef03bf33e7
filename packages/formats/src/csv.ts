import type { SourceEntry } from '@paperboy/contracts'
import { parse } from 'csv-parse/sync'
import { MAX_ROW_LINES, type Row, rowLines } from './csv/row-lines.ts'
import { DumpError } from './dump-error.ts'
import { fieldOf, isField } from './field-names.ts'
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
    lines.length > 1 && headerOf(lines.find((line) => line.trim() !== '' && !isIdle(line, null)) ?? '')
      ? 0.8
      : 0,
  read,
} as const satisfies Format

const DELIMITERS = [',', ';', '\t', '|']
const MAX_HEADER_CHARS = 4_096
/** Names of columns that mean little elsewhere. */
const IN_TABLES = new Map([
  ['name', 'title'],
  ['description', 'abstract'],
])
const columnField = (column: string) => fieldOf(column)?.field ?? IN_TABLES.get(column.toLowerCase())

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  let table: { header: Header; rows: ReturnType<typeof rowLines> } | null = null
  for await (const line of readLines(input)) {
    if (line.fault === null && isIdle(line.text, table?.header.delimiter ?? null)) continue
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
    const field = fields[at] || `column ${at + 1}`
    if (value.trim() !== '' && !says(object[field], value)) object[field] = value
  }
  const record = jsonRecord(position, object, replacedBytes)
  return record ?? reject(position, 'MISSING_TITLE', 'The row has nothing in the column of titles.', text)
}

/** Whether what a column before said is as good: only a date may be the same and more exact. */
const says = (before: string | undefined, value: string) =>
  before !== undefined && !(/^\d{4}$/.test(before) && value.startsWith(`${before}-`))

/** "sep=;" is for a program of tables, and the line below a header of Markdown for people. */
const isIdle = (line: string, delimiter: string | null) =>
  delimiter === null ? /^\ufeff?sep=.$/i.test(line) : delimiter === '|' && /^[\s|:-]+$/.test(line)

function cellsOf(text: string, delimiter: string): string[] | null {
  try {
    const [cells] = parse(text, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      trim: delimiter === '|',
    })
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
    const fields = columns.map((column) => columnField(column) ?? column)
    const known = new Set(fields.filter(isField))
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
