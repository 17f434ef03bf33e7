import type { Paper } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import { paperColumns } from '../paper-columns.ts'
import { rankColumn, toPaper } from '../papers-read.ts'

/** Papers by own id or arXiv id (without version), by the id that was asked; unknown ids are left out. */
export async function readReferences(
  db: Database,
  references: string[],
  now: Date,
): Promise<Map<string, Paper>> {
  const rows = await db
    .selectFrom('papers')
    .select([...paperColumns, rankColumn.as('rank')])
    .where('deleted_at', 'is', null)
    .where((eb) =>
      eb.or([
        sql<boolean>`id = any(${references}::text[])`,
        sql<boolean>`arxiv_id = any(${references}::text[])`,
      ]),
    )
    .execute()
  const found = new Map<string, Paper>()
  for (const row of rows) {
    const paper = toPaper(row, now)
    if (paper.arxivId) found.set(paper.arxivId, paper)
    found.set(paper.id, paper)
  }
  return found
}
