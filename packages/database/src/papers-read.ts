import type { Paper } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { sql } from 'kysely'
import type { Database } from './create-database.ts'
import { factsOfRow, type PaperColumns, paperColumns } from './paper-columns.ts'
import { prepared } from './preparing-client.ts'
import { trendingScore } from './trending.ts'

export type PapersRead = {
  /** In the order of `ids`; ids that are gone are left out. */
  byIds(ids: string[]): Promise<Paper[]>
  /**
   * By own id (also one that was merged into another), arXiv id with or without version, or DOI. Throws WITHDRAWN
   * where the only paper of that reference is one that its source has withdrawn.
   */
  find(reference: string): Promise<Paper | null>
  count(): Promise<number>
}

/** The dump that ranks: the latest day, on that day the one received last. */
const latestRanking = sql`(
  select y.dump_id, y.date from dump_days y join dumps d on d.id = y.dump_id
  where d.ranks and y.applied order by y.date desc, y.received_at desc limit 1)`

/** `rank`: the paper's place in the latest dump that ranks. */
export const rankColumn = sql<number | null>`(
  select min(a.rank) from appearances a join ${latestRanking} l on l.dump_id = a.dump_id and l.date = a.date
  where a.paper_id = papers.id)`

export function toPaper(row: PaperColumns & { rank: number | null }, now: Date): Paper {
  return {
    id: row.id,
    ...factsOfRow(row),
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    rank: row.rank,
    trendingScore: trendingScore(row.trending, now),
  }
}

export function papersRead(db: Database, now: () => Date = () => new Date()): PapersRead {
  const papers = () =>
    db
      .selectFrom('papers')
      .modifyFront(prepared)
      .select([...paperColumns, rankColumn.as('rank')])
  return {
    async byIds(ids) {
      const rows = await papers()
        .where(sql<boolean>`id = any(${ids}::text[])`)
        .where('deleted_at', 'is', null)
        .execute()
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? []).map((row) => toPaper(row, now()))
    },

    async find(reference) {
      const { arxivId, doi } = readReference(reference)
      const row = await papers()
        .select('withdrawn_at')
        .where((eb) => eb.or([eb('deleted_at', 'is', null), eb('withdrawn_at', 'is not', null)]))
        .where((eb) =>
          eb.or([
            eb(
              'id',
              '=',
              sql<string>`coalesce((select merged_into from papers m where m.id = ${reference}), ${reference})`,
            ),
            eb('arxiv_id', '=', arxivId),
            eb('doi', '=', doi),
          ]),
        )
        .orderBy(sql`withdrawn_at is not null`)
        .orderBy(sql`id = ${reference}`, 'desc')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      if (row?.withdrawn_at) throw withdrawn(reference, row.withdrawn_at)
      return row ? toPaper(row, now()) : null
    },

    async count() {
      const { n } = await db
        .selectFrom('papers')
        .select(sql<number>`count(*)`.as('n'))
        .where('deleted_at', 'is', null)
        .executeTakeFirstOrThrow()
      return n
    },
  }
}

function withdrawn(reference: string, at: Date): AppError {
  const day = at.toISOString().slice(0, 10)
  return new AppError(
    'WITHDRAWN',
    `The paper ${reference.slice(0, 200)} was withdrawn by its source as of ${day}. Ask there why; it is not shown here.`,
  )
}

/** What a reader may have pasted in place of an id: the spellings under which papers are kept. */
function readReference(reference: string): { arxivId: string; doi: string } {
  const bare = reference.trim().replace(/^(?:arxiv|doi):\s*/i, '')
  const arxivId = bare.replace(/^10\.48550\/arxiv\./i, '').replace(/v\d+$/i, '')
  return { arxivId: arxivId.toLowerCase().replace(/^([a-z-]+)\.[a-z]{2}\//, '$1/'), doi: bare.toLowerCase() }
}
