import type { Paper } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { paperColumns } from '../paper-columns.ts'
import { rankColumn, toPaper } from '../papers-read.ts'

export type ExportOptions = {
  /** Own id of the last paper that was got. */
  after?: string | undefined
  /** First seen, inclusive days, UTC. */
  from?: string | undefined
  to?: string | undefined
  hasCode?: boolean | undefined
  limit: number
}

/** A batch of papers by id, for whoever reads them all: ask again with the last id. */
export async function readForExport(db: Database, options: ExportOptions, now: Date): Promise<Paper[]> {
  const { after, from, to, hasCode, limit } = options
  let query = db
    .selectFrom('papers')
    .select([...paperColumns, rankColumn.as('rank')])
    .where('deleted_at', 'is', null)
  if (after !== undefined) query = query.where('id', '>', after)
  if (from) query = query.where(sql<boolean>`first_seen_at >= ${from}::date::timestamp at time zone 'UTC'`)
  if (to) query = query.where(sql<boolean>`first_seen_at < (${to}::date + 1)::timestamp at time zone 'UTC'`)
  if (hasCode !== undefined) query = query.where(sql<boolean>`(cardinality(code_urls) > 0) = ${hasCode}`)
  const rows = await query.orderBy('id').limit(limit).execute()
  return rows.map((row) => toPaper(row, now))
}
