import { sql } from 'kysely'
import type { Database } from '../create-database.ts'
import type { PlannedPaper } from './issue-planning.ts'
import { randomId } from './link-tokens.ts'
import { type DueSubscriber, subscriberColumns } from './planning-reads.ts'

export type Preview = {
  /** frozen: the issue as it was, or will be, sent; otherwise what an issue planned now would be. */
  outcome: 'frozen' | 'would be' | 'empty'
  papers: number
  subject: string | null
  html: string | null
  text: string | null
}

export type PreviewRequest = { id: string; date: string; subscriberId: string }

/** An operator's wish to see an issue, and the mailer's answer: only the mailer renders mails. */
export type Previews = {
  /** Null: no such subscriber. */
  request(date: string, subscriberId: string): Promise<string | null>
  /** Null: not answered yet. */
  answer(id: string): Promise<Preview | { error: string } | null>
  open(): Promise<PreviewRequest[]>
  finish(id: string, answer: Preview | { error: string }): Promise<void>
  subscriber(id: string): Promise<DueSubscriber | null>
  /** The papers of the issue as it was frozen; null where there is none. */
  frozen(subscriberId: string, date: string): Promise<PlannedPaper[] | null>
}

export function previews(db: Database): Previews {
  return {
    async request(date, subscriberId) {
      const id = randomId()
      const { rows } = await sql`
        insert into preview_requests (id, date, subscriber_id)
        select ${id}, ${date}::date, id from subscribers where id = ${subscriberId} returning 1`.execute(db)
      return rows.length > 0 ? id : null
    },

    async answer(id) {
      const row = await db
        .selectFrom('preview_requests')
        .select('answer')
        .where('id', '=', id)
        .executeTakeFirst()
      return (row?.answer ?? null) as Preview | { error: string } | null
    },

    async open() {
      await sql`delete from preview_requests where created_at < now() - interval '1 hour'`.execute(db)
      const { rows } = await sql<PreviewRequest>`
        select id, date, subscriber_id as "subscriberId" from preview_requests where answer is null
        order by created_at limit 100`.execute(db)
      return rows
    },

    async finish(id, answer) {
      await db
        .updateTable('preview_requests')
        .set({ answer: JSON.stringify(answer) })
        .where('id', '=', id)
        .execute()
    },

    async subscriber(id) {
      const { rows } = await sql<DueSubscriber>`
        select ${subscriberColumns} from subscribers s where s.id = ${id}`.execute(db)
      return rows[0] ?? null
    },

    async frozen(subscriberId, date) {
      const { rows } = await sql<PlannedPaper>`
        select coalesce(p.merged_into, p.id) as "paperId", i.why
        from issues n join issue_papers i on i.issue_id = n.id join papers p on p.id = i.paper_id
        where n.subscriber_id = ${subscriberId} and n.date = ${date}::date and n.outcome = 'frozen'
        order by i.place`.execute(db)
      return rows.length > 0 ? rows : null
    },
  }
}
