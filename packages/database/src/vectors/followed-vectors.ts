import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

/** A paper's vector and what searches filter by; null where the paper is no longer to be found by it. */
export type FollowedVector = {
  paperId: string
  vector: Uint8Array | null
  firstSeenAt: number
  hasCode: boolean
}

/** The readers' side of the vectors: all that changed after a place, in order, and the place to go on from. */
export async function followVectors(
  db: Database,
  model: string,
  { after, limit }: { after: number; limit: number },
): Promise<{ vectors: FollowedVector[]; place: number }> {
  const { rows } = await sql<{
    paper_id: string
    change: number
    vector: Buffer | null
    first_seen_at: Date
    has_code: boolean
  }>`
    select v.paper_id, v.change, case when v.model = ${model} and p.deleted_at is null then v.vector end as vector,
      p.first_seen_at, cardinality(p.code_urls) > 0 as has_code
    from paper_vectors v join papers p on p.id = v.paper_id
    where v.change > ${after} order by v.change limit ${limit}`.execute(db)
  return {
    vectors: rows.map(({ paper_id: paperId, vector, first_seen_at: firstSeenAt, has_code: hasCode }) => ({
      paperId,
      vector,
      firstSeenAt: firstSeenAt.getTime(),
      hasCode,
    })),
    place: rows.at(-1)?.change ?? after,
  }
}
