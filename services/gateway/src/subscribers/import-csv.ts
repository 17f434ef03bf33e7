import { Readable } from 'node:stream'
import type { ImportRow, MailOperators } from '@paperboy/database'
import { AppError } from '@paperboy/service-kit'
import { parse } from 'csv-parse'
import { columnName } from './csv-columns.ts'
import { readImportRow } from './read-import-row.ts'

const BATCH = 500
const MAX_ERRORS = 1_000
const MAX_RECORD_BYTES = 64 * 1024

type LineError = { line: number; reason: string }
/** `skipped`: known already, or nobody may write to the address. */
export type ImportReport = { imported: number; skipped: number; failed: number; errors: LineError[] }

type Deps = { mail: Pick<MailOperators, 'import'>; now: () => Date }

/** Imports the lines that are right, in batches, and says what is wrong with the others. */
export async function importCsv({ mail, now }: Deps, bytes: Buffer): Promise<ImportReport> {
  const report: ImportReport = { imported: 0, skipped: 0, failed: 0, errors: [] }
  const refuse = (line: number, reason: string) => {
    report.failed += 1
    if (report.errors.length < MAX_ERRORS) report.errors.push({ line, reason })
  }
  let batch: ImportRow[] = []
  const flush = async () => {
    const { imported, skipped } = await mail.import(batch)
    report.imported += imported
    report.skipped += skipped
    batch = []
  }
  for await (const { record, line } of records(bytes, refuse)) {
    const reading = readImportRow(record, now())
    if (reading.kind === 'refused') refuse(line, reading.reason)
    else batch.push(reading.row)
    if (batch.length >= BATCH) await flush()
  }
  if (batch.length > 0) await flush()
  // What is no CSV is noticed before the lines ahead of it are read.
  report.errors.sort((a, b) => a.line - b.line)
  return report
}

type CsvRecord = { record: Record<string, string>; line: number }

async function* records(
  bytes: Buffer,
  refuse: (line: number, reason: string) => void,
): AsyncGenerator<CsvRecord> {
  let headed = false
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(bytes),
    columns: (header: string[]) => {
      headed = true
      return checkHeader(header.map(columnName))
    },
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD_BYTES,
    on_skip: (error) => {
      refuse(Number(error?.lines ?? 0), (error?.message ?? 'not readable').slice(0, 300))
      return undefined
    },
  })
  const source = Readable.from([bytes])
  try {
    for await (const each of source.pipe(parser)) {
      const { record, info } = each as { record: Record<string, string>; info: { lines: number } }
      yield { record, line: info.lines }
    }
    if (!headed) checkHeader([])
  } catch (error) {
    if (error instanceof AppError || !(error as { code?: string }).code?.startsWith('CSV_')) throw error
    throw new AppError('BAD_REQUEST', `The body is no CSV file: ${(error as Error).message.slice(0, 200)}`, {
      cause: error,
    })
  }
}

function checkHeader(names: string[]): string[] {
  if (names.includes('email') && names.includes('confirmedat')) return names
  throw new AppError(
    'BAD_REQUEST',
    'The first line must name the columns, email and confirmed_at (the time of the consent) among them.',
  )
}

/** Sheets write a semicolon or a tab in countries where the comma stands in numbers. */
function delimiterOf(bytes: Buffer): string {
  const end = bytes.indexOf('\n')
  const header = bytes.toString('utf8', 0, end < 0 ? MAX_RECORD_BYTES : Math.min(end, MAX_RECORD_BYTES))
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ','
}
