import type { SearchDocument } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'
import { factsOfRow, type PaperColumns } from './paper-columns.ts'
import { toDocument } from './to-document.ts'

/** Papers as the search index holds them, read from the truth; ids that are gone are left out. */
export async function searchDocuments(db: Database, ids: string[]): Promise<SearchDocument[]> {
  const { rows } = await sql<PaperColumns>`
    select * from papers where id = any(${ids}::text[]) and deleted_at is null`.execute(db)
  return rows.flatMap((row) => {
    const { id: paperId, version, first_seen_at: firstSeenAt, trending } = row
    return toDocument({ paperId, version, facts: factsOfRow(row), firstSeenAt, trending }) ?? []
  })
}
