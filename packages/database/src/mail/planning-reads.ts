import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

/** A confirmed subscriber, as far as planning is concerned. */
export type DueSubscriber = {
  id: string
  timeZone: string
  hour: number
  frequency: 'daily' | 'weekly'
  weekdays: number[]
  maxPapers: number
  pausedUntil: string | null
  topics: (string | null)[]
  confirmedAt: Date
  /** The newest local date that was planned, with or without a mail. */
  lastDate: string | null
  /** What became known up to here was looked at for an earlier issue. */
  consideredAt: Date | null
}

/** A paper on the pages of some day, best first; `knownAt`: when Paperboy had read the dump. */
export type TrendingPaper = { paperId: string; rank: number; date: string; knownAt: Date }

export type NewPaper = { paperId: string; knownAt: Date }

/** What a planner reads before it locks anybody. */
export type PlanningReads = {
  /** Confirmed subscribers who are due, by their turn. */
  due(now: Date, limit: number): Promise<DueSubscriber[]>
  /** Confirmed subscribers without an issue for the day. */
  without(date: string, limit: number): Promise<DueSubscriber[]>
  /** Ranked papers of some days, each by its newest day and its best rank then. */
  trending(options: { from: string; to: string; limit: number }): Promise<TrendingPaper[]>
  /** Papers that became known since, newest first. */
  newPapers(since: Date, limit: number): Promise<NewPaper[]>
  /** Papers that were first seen on a day. */
  papersOfDay(date: string, limit: number): Promise<NewPaper[]>
}

export const subscriberColumns = sql`s.id, s.time_zone as "timeZone", s.hour, s.frequency, s.weekdays,
  s.max_papers as "maxPapers", s.paused_until as "pausedUntil", s.confirmed_at as "confirmedAt", s.last_date as "lastDate",
  s.considered_at as "consideredAt",
  array(select t.query from topics t where t.subscriber_id = s.id order by t.query nulls first) as topics`

export function planningReads(db: Database): PlanningReads {
  return {
    async due(now, limit) {
      const { rows } = await sql<DueSubscriber>`
        select ${subscriberColumns} from subscribers s where s.state = 'confirmed' and s.due_at <= ${now}
        order by s.due_at, s.id limit ${limit}`.execute(db)
      return rows
    },

    async without(date, limit) {
      const { rows } = await sql<DueSubscriber>`
        select ${subscriberColumns} from subscribers s where s.state = 'confirmed'
          and not exists (select 1 from issues i where i.subscriber_id = s.id and i.date = ${date}::date)
        order by s.id limit ${limit}`.execute(db)
      return rows
    },

    async trending({ from, to, limit }) {
      const { rows } = await sql<TrendingPaper>`
        select * from (
          select distinct on (a.paper_id) a.paper_id as "paperId", a.rank, a.date,
            max(coalesce(y.applied_at, d.closed_at)) over (partition by a.paper_id) as "knownAt"
          from appearances a join papers p on p.id = a.paper_id and p.deleted_at is null
            join dumps d on d.id = a.dump_id join dump_days y on y.dump_id = a.dump_id and y.date = a.date
          where a.rank is not null and d.closed and a.date between ${from}::date and ${to}::date
          order by a.paper_id, a.date desc, a.rank) best
        order by date desc, rank, "paperId" limit ${limit}`.execute(db)
      return rows
    },

    async newPapers(since, limit) {
      const { rows } = await sql<NewPaper>`
        select id as "paperId", known_at as "knownAt" from papers
        where known_at > ${since} and deleted_at is null order by known_at desc, id limit ${limit}`.execute(
        db,
      )
      return rows
    },

    async papersOfDay(date, limit) {
      const { rows } = await sql<NewPaper>`
        select id as "paperId", known_at as "knownAt" from papers
        where first_seen_at >= ${date}::date::timestamp at time zone 'UTC'
          and first_seen_at < (${date}::date + 1)::timestamp at time zone 'UTC' and deleted_at is null
        order by known_at desc, id limit ${limit}`.execute(db)
      return rows
    },
  }
}
