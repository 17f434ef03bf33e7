import { sql, type Transaction } from 'kysely'
import type { Database } from '../create-database.ts'
import type { DB } from '../schema.ts'

/** A confirmed subscriber whose turn it is, locked until the transaction ends. */
export type DueSubscriber = {
  id: string
  timeZone: string
  hour: number
  frequency: 'daily' | 'weekly'
  weekdays: number[]
  maxPapers: number
  pausedUntil: string | null
  topics: (string | null)[]
  /** The newest local date that was planned, with or without a mail. */
  lastDate: string | null
  /** What became known up to here was looked at for an earlier issue. */
  consideredAt: Date | null
}

/** A paper on the pages of some day, best first; `knownAt`: when Paperboy had read the dump. */
export type TrendingPaper = { paperId: string; rank: number; date: string; knownAt: Date }

export type Why = { kind: 'trending'; rank: number } | { kind: 'search'; query: string }
export type PlannedPaper = { paperId: string; why: Why[] }

export type PlannedIssue = {
  subscriberId: string
  /** The subscriber's local day. */
  date: string
  outcome: 'frozen' | 'empty' | 'late' | 'paused'
  papers: PlannedPaper[]
  messageId: string
  /** Later than this the mail is not sent any more: the next issue is due. */
  giveUpAt: Date
}

export type IssuePlanning = {
  /** Confirmed subscribers who are due, by their turn. Two mailers get different ones. */
  due(now: Date, limit: number): Promise<DueSubscriber[]>
  /** Confirmed subscribers without an issue for the day. */
  without(date: string, limit: number): Promise<DueSubscriber[]>
  trending(options: { from: string; to: string; limit: number }): Promise<TrendingPaper[]>
  /** Papers that became known since, newest first. */
  newPapers(since: Date, limit: number): Promise<{ paperId: string; knownAt: Date }[]>
  /** Which of these papers each of these subscribers has had already, under whatever id. */
  had(subscriberIds: string[], paperIds: string[]): Promise<Map<string, Set<string>>>
  /** Freezes issues, each once per subscriber and day, and puts their deliveries into the ledger. Returns the ids of the frozen ones. */
  freeze(issues: PlannedIssue[]): Promise<string[]>
  /** When it is whose turn next; `considered`: what they looked at, null to leave it. */
  next(
    turns: { subscriberId: string; dueAt: Date | null; lastDate: string | null; considered: Date | null }[],
  ): Promise<void>
}

/** The statements of a planner's transaction. */
export function issuePlanning(tx: Transaction<DB>): IssuePlanning {
  const locked = (condition: ReturnType<typeof sql<boolean>>, limit: number) =>
    sql<DueSubscriber>`
    select s.id, s.time_zone as "timeZone", s.hour, s.frequency, s.weekdays, s.max_papers as "maxPapers",
      s.paused_until as "pausedUntil", s.last_date as "lastDate", s.considered_at as "consideredAt",
      array(select t.query from topics t where t.subscriber_id = s.id order by t.query nulls first) as topics
    from subscribers s where s.state = 'confirmed' and ${condition}
    order by s.due_at, s.id limit ${limit} for update of s skip locked`.execute(tx)

  return {
    due: async (now, limit) => (await locked(sql<boolean>`s.due_at <= ${now}`, limit)).rows,
    without: async (date, limit) =>
      (
        await locked(
          sql<boolean>`not exists (select 1 from issues i where i.subscriber_id = s.id and i.date = ${date}::date)`,
          limit,
        )
      ).rows,

    async trending({ from, to, limit }) {
      const { rows } = await sql<TrendingPaper>`
        select distinct on (a.paper_id) a.paper_id as "paperId", a.rank, a.date,
          max(coalesce(y.applied_at, d.closed_at)) over (partition by a.paper_id) as "knownAt"
        from appearances a join papers p on p.id = a.paper_id and p.deleted_at is null
          join dumps d on d.id = a.dump_id join dump_days y on y.dump_id = a.dump_id and y.date = a.date
        where a.rank is not null and d.closed and a.date between ${from}::date and ${to}::date
        order by a.paper_id, a.date desc, a.rank`.execute(tx)
      const best = (a: TrendingPaper, b: TrendingPaper) =>
        a.date < b.date ? 1 : a.date > b.date ? -1 : a.rank - b.rank
      return rows.sort(best).slice(0, limit)
    },

    async newPapers(since, limit) {
      const { rows } = await sql<{ paperId: string; knownAt: Date }>`
        select id as "paperId", known_at as "knownAt" from papers
        where known_at > ${since} and deleted_at is null order by known_at desc, id limit ${limit}`.execute(
        tx,
      )
      return rows
    },

    async had(subscriberIds, paperIds) {
      const { rows } = await sql<{ subscriber_id: string; paper_id: string }>`
        select i.subscriber_id, coalesce(p.merged_into, p.id) as paper_id
        from issue_papers i join papers p on p.id = i.paper_id
        where i.subscriber_id = any(${subscriberIds}::text[]) and coalesce(p.merged_into, p.id) = any(${paperIds}::text[])`.execute(
        tx,
      )
      const had = new Map<string, Set<string>>()
      for (const row of rows) {
        had.set(row.subscriber_id, (had.get(row.subscriber_id) ?? new Set()).add(row.paper_id))
      }
      return had
    },

    freeze: (issues) => freeze(tx, issues),

    async next(turns) {
      if (turns.length === 0) return
      await sql`
        update subscribers s set due_at = r."dueAt",
          last_date = greatest(s.last_date, r."lastDate"), considered_at = coalesce(r.considered, s.considered_at)
        from json_to_recordset(${JSON.stringify(turns)}::json) as r("subscriberId" text, "dueAt" timestamptz,
          "lastDate" date, considered timestamptz)
        where s.id = r."subscriberId"`.execute(tx)
    },
  }
}

async function freeze(tx: Transaction<DB>, issues: PlannedIssue[]): Promise<string[]> {
  if (issues.length === 0) return []
  const rows = issues.map(({ subscriberId, date, outcome, messageId, giveUpAt }) => {
    return { id: issueId(subscriberId, date), subscriberId, date, outcome, messageId, giveUpAt }
  })
  const made = await sql<{ id: string }>`
    insert into issues (id, subscriber_id, date, outcome)
    select r.id, r."subscriberId", r.date, r.outcome from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(id text, "subscriberId" text, date date, outcome text)
    on conflict do nothing returning id`.execute(tx)
  const fresh = new Set(made.rows.map((row) => row.id))
  const frozen = rows.filter((row) => fresh.has(row.id) && row.outcome === 'frozen')
  const papers = issues.flatMap((issue) => {
    const id = issueId(issue.subscriberId, issue.date)
    if (!fresh.has(id)) return []
    return issue.papers.map(({ paperId, why }, place) => {
      return { issueId: id, place, subscriberId: issue.subscriberId, paperId, why }
    })
  })
  await sql`
    insert into issue_papers (issue_id, place, subscriber_id, paper_id, why)
    select r."issueId", r.place, r."subscriberId", r."paperId", r.why from json_to_recordset(${JSON.stringify(papers)}::json)
      as r("issueId" text, place integer, "subscriberId" text, "paperId" text, why jsonb)`.execute(tx)
  await sql`
    insert into deliveries (issue_id, subscriber_id, message_id, give_up_at)
    select r.id, r."subscriberId", r."messageId", r."giveUpAt" from json_to_recordset(${JSON.stringify(frozen)}::json)
      as r(id text, "subscriberId" text, "messageId" text, "giveUpAt" timestamptz)`.execute(tx)
  return frozen.map((row) => row.id)
}

/** One per subscriber and local day, whoever plans it. */
export const issueId = (subscriberId: string, date: string): string => `${date}-${subscriberId}`

/** Runs a planner's statements in one transaction. */
export const planning = <T>(db: Database, work: (planning: IssuePlanning) => Promise<T>): Promise<T> =>
  db.transaction().execute((tx) => work(issuePlanning(tx)))
