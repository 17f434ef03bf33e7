import { sql, type Transaction } from 'kysely'
import type { DB } from './schema.ts'

/** What taking a dump back does to papers that are locked, beside what a PaperWriter does. */
export function undoWriter(tx: Transaction<DB>) {
  return {
    /** Returns the papers that had some. */
    async removeAppearances(dumpId: string, paperIds: string[]): Promise<string[]> {
      const { rows } = await sql<{ paper_id: string }>`
        delete from appearances where dump_id = ${dumpId} and paper_id = any(${paperIds}::text[])
        returning paper_id`.execute(tx)
      return [...new Set(rows.map((row) => row.paper_id))]
    },

    /** Removes sayings that no appearance makes any more; the others were first seen when they are seen first now. */
    async dropUnsaid(paperIds: string[]): Promise<void> {
      if (paperIds.length === 0) return
      await sql`
        delete from paper_facts f where f.paper_id = any(${paperIds}::text[]) and not exists (
          select 1 from appearances a where a.paper_id = f.paper_id and a.facts_hash = f.hash)`.execute(tx)
      await sql`
        update paper_facts f set first_seen_at = said.first
        from (select paper_id, facts_hash, min(seen_at) as first from appearances
              where paper_id = any(${paperIds}::text[]) group by paper_id, facts_hash) said
        where f.paper_id = said.paper_id and f.hash = said.facts_hash and f.first_seen_at <> said.first`.execute(
        tx,
      )
    },

    /** A paper of which nothing is said any more: a tombstone, which the same paper may take again. */
    async bury(paperIds: string[]): Promise<void> {
      if (paperIds.length === 0) return
      await sql`
        update papers set deleted_at = now(), withdrawn_at = null, merged_into = null, changed_at = now(), version = version + 1
        where id = any(${paperIds}::text[])`.execute(tx)
    },
  }
}
