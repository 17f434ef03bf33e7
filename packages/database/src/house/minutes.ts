import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

/** So many answers of one minute fell into this bucket. */
export type Bucket = { bucket: number; count: number }
type Since = { since: Date; stepSeconds: number }

/** Figures by the minute, of all processes together; written once a minute by each. */
export type Minutes = {
  addSearches(minute: Date, buckets: Bucket[]): Promise<void>
  addRecords(minute: Date, stages: { stage: string; records: number }[]): Promise<void>
  /** Notes how far the live index is behind; of several processes the first of a minute does. */
  noteIndex(minute: Date): Promise<void>
  /** By step and bucket, the oldest first. */
  searches(options: Since): Promise<(Bucket & { at: Date })[]>
  records(options: Since): Promise<{ at: Date; stage: string; records: number }[]>
  /** The most that waited, and the longest that one did, in each step. */
  index(options: Since): Promise<{ at: Date; waiting: number; oldestMs: number }[]>
  /** Removes what is older than a few days. */
  forget(): Promise<void>
}

const KEPT = sql`interval '3 days'`
const stepOf = (seconds: number) =>
  sql<Date>`date_bin(${seconds} * interval '1 second', minute, timestamptz 'epoch')`

export function minutes(db: Database): Minutes {
  return { ...minuteWriter(db), ...minuteReader(db) }
}

function minuteWriter(db: Database): Pick<Minutes, 'addSearches' | 'addRecords' | 'noteIndex' | 'forget'> {
  return {
    async addSearches(minute, buckets) {
      if (buckets.length === 0) return
      await sql`
        insert into search_minutes (minute, bucket, count)
        select ${minute}, r.bucket, r.count
        from json_to_recordset(${JSON.stringify(buckets)}::json) as r(bucket smallint, count integer)
        order by r.bucket
        on conflict (minute, bucket) do update set count = search_minutes.count + excluded.count`.execute(db)
    },

    async addRecords(minute, stages) {
      if (stages.length === 0) return
      await sql`
        insert into stage_minutes (minute, stage, records)
        select ${minute}, r.stage, r.records
        from json_to_recordset(${JSON.stringify(stages)}::json) as r(stage text, records bigint)
        order by r.stage
        on conflict (minute, stage) do update set records = stage_minutes.records + excluded.records`.execute(
        db,
      )
    },

    async noteIndex(minute) {
      await sql`
        insert into index_minutes (minute, waiting, oldest_ms)
        select ${minute}, count(*), coalesce(round(extract(epoch from now() - min(q.queued_at)) * 1000), 0)
        from index_queue q join index_targets t on t.name = q.target
        where t.state = 'live' and not exists (select 1 from index_minutes m where m.minute = ${minute})
        on conflict (minute) do nothing`.execute(db)
    },

    async forget() {
      await sql`delete from search_minutes where minute < now() - ${KEPT}`.execute(db)
      await sql`delete from stage_minutes where minute < now() - ${KEPT}`.execute(db)
      await sql`delete from index_minutes where minute < now() - ${KEPT}`.execute(db)
    },
  }
}

function minuteReader(db: Database): Pick<Minutes, 'searches' | 'records' | 'index'> {
  return {
    async searches({ since, stepSeconds }) {
      const { rows } = await sql<Bucket & { at: Date }>`
        select ${stepOf(stepSeconds)} as at, bucket, sum(count) as count from search_minutes
        where minute >= ${since} group by 1, 2 order by 1, 2`.execute(db)
      return rows
    },

    async records({ since, stepSeconds }) {
      const { rows } = await sql<{ at: Date; stage: string; records: number }>`
        select ${stepOf(stepSeconds)} as at, stage, sum(records)::bigint as records from stage_minutes
        where minute >= ${since} group by 1, 2 order by 1, 2`.execute(db)
      return rows
    },

    async index({ since, stepSeconds }) {
      const { rows } = await sql<{ at: Date; waiting: number; oldestMs: number }>`
        select ${stepOf(stepSeconds)} as at, max(waiting) as waiting, max(oldest_ms) as "oldestMs"
        from index_minutes where minute >= ${since} group by 1 order by 1`.execute(db)
      return rows
    },
  }
}
