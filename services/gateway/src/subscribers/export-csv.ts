import { Readable } from 'node:stream'
import type { MailOperators, SubscriberRow } from '@paperboy/database'
import { stringify } from 'csv-stringify'
import { columns } from './csv-columns.ts'

const PAGE = 500

/** All subscribers as CSV, page by page: memory does not grow with the list. */
export function exportCsv(mail: Pick<MailOperators, 'subscribers'>): Readable {
  // Sheets would run a cell such as "=1+1"; the import takes the apostrophe off again.
  const csv = stringify({
    header: true,
    columns: [...columns],
    escape_formulas: true,
    record_delimiter: 'windows',
  })
  const rows = Readable.from(allRows(mail))
  rows.once('error', (error) => csv.destroy(error))
  csv.once('close', () => rows.destroy())
  return rows.pipe(csv)
}

async function* allRows(mail: Pick<MailOperators, 'subscribers'>) {
  let cursor: string | null = null
  do {
    const page: { items: SubscriberRow[]; nextCursor: string | null } = await mail.subscribers({
      limit: PAGE,
      ...(cursor !== null && { cursor }),
    })
    yield* page.items.map(toCells)
    cursor = page.nextCursor
  } while (cursor !== null)
}

function toCells(row: SubscriberRow): Record<(typeof columns)[number], string> {
  return {
    email: row.email,
    state: row.state,
    confirmed_at: row.confirmedAt ?? '',
    trending: row.topics.includes(null) ? 'yes' : 'no',
    queries: row.topics.filter((topic) => topic !== null).join('\n'),
    time_zone: row.timeZone,
    hour: String(row.hour),
    frequency: row.frequency,
    weekdays: row.weekdays.join(' '),
    max_papers: String(row.maxPapers),
    paused_until: row.pausedUntil ?? '',
    suppressed: row.suppressed ?? '',
    source: row.source,
    created_at: row.createdAt,
    id: row.id,
  }
}
