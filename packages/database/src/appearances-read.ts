import { sql } from 'kysely'
import type { Database } from './create-database.ts'

/** Where a paper stood on a day, by its best rank; null: it was there without a place. */
export type AppearanceDay = { date: string; rank: number | null }

/** The last `limit` days on which a paper appeared, oldest first. */
export async function readAppearances(
  db: Database,
  paperId: string,
  { limit }: { limit: number },
): Promise<AppearanceDay[]> {
  const { rows } = await sql<AppearanceDay>`
    select date, min(rank) as rank from appearances where paper_id = ${paperId}
    group by date order by date desc limit ${limit}`.execute(db)
  return rows.reverse()
}
