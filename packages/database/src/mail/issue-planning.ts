import { sql, type Transaction } from 'kysely'
import type { Database } from '../create-database.ts'
import type { DB } from '../schema.ts'
import { type DueSubscriber, subscriberColumns } from './planning-reads.ts'

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

/** The statements of a planner's transaction. */
export type IssuePlanning = {
  /**
   * Locks those of some subscribers who are still confirmed and still due at an instant; who is in another
   * planner's hands is left out. Null for the instant: due or not, and whoever is locked is waited for.
   */
  lock(subscriberIds: string[], dueAt: Date | null): Promise<DueSubscriber[]>
  /** Those of some papers that are still there; until the transaction ends none is merged into another. */
  hold(paperIds: string[]): Promise<Set<string>>
  /** Which of these papers each of these subscribers has had already, under whatever id. */
  had(subscriberIds: string[], paperIds: string[]): Promise<Map<string, Set<string>>>
  /** Freezes issues, each once per subscriber and day, and puts their deliveries into the ledger. Returns those it made. */
  freeze(issues: PlannedIssue[]): Promise<PlannedIssue[]>
  /** When it is whose turn next; `considered`: what they looked at, null to leave it. */
  next(
    turns: { subscriberId: string; dueAt: Date | null; lastDate: string | null; considered: Date | null }[],
  ): Promise<void>
}

function issuePlanning(tx: Transaction<DB>): IssuePlanning {
  return {
    async lock(subscriberIds, dueAt) {
      const { rows } = await sql<DueSubscriber>`
        select ${subscriberColumns} from subscribers s
        where s.state = 'confirmed' and s.id = any(${subscriberIds}::text[])
          ${dueAt ? sql`and s.due_at <= ${dueAt}` : sql``}
        order by s.id for no key update of s ${dueAt ? sql`skip locked` : sql``}`.execute(tx)
      return rows
    },

    async hold(paperIds) {
      if (paperIds.length === 0) return new Set()
      const { rows } = await sql<{ id: string }>`
        select id from papers where id = any(${paperIds}::text[]) and deleted_at is null
        order by id for share`.execute(tx)
      return new Set(rows.map((row) => row.id))
    },

    async had(subscriberIds, paperIds) {
      if (paperIds.length === 0) return new Map()
      const { rows } = await sql<{ subscriber_id: string; paper_id: string }>`
        select i.subscriber_id, coalesce(p.merged_into, p.id) as paper_id
        from issue_papers i join papers p on p.id = i.paper_id
        where i.subscriber_id = any(${subscriberIds}::text[])
          and i.paper_id in (select id from papers where id = any(${paperIds}::text[])
            union all select id from papers where merged_into = any(${paperIds}::text[]))`.execute(tx)
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

async function freeze(tx: Transaction<DB>, issues: PlannedIssue[]): Promise<PlannedIssue[]> {
  if (issues.length === 0) return []
  const rows = issues.map(({ subscriberId, date, outcome }) => {
    return { id: issueId(subscriberId, date), subscriberId, date, outcome }
  })
  const fresh = await sql<{ id: string }>`
    insert into issues (id, subscriber_id, date, outcome)
    select r.id, r."subscriberId", r.date, r.outcome from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(id text, "subscriberId" text, date date, outcome text)
    on conflict do nothing returning id`.execute(tx)
  const ids = new Set(fresh.rows.map((row) => row.id))
  const made = issues.filter(({ subscriberId, date }) => ids.has(issueId(subscriberId, date)))
  const frozen = made.filter((issue) => issue.outcome === 'frozen')
  if (frozen.length > 0) {
    await insertPapers(tx, frozen)
    await insertDeliveries(tx, frozen)
  }
  return made
}

async function insertDeliveries(tx: Transaction<DB>, issues: PlannedIssue[]): Promise<void> {
  const deliveries = issues.map(({ papers: _, ...issue }) => {
    return { ...issue, id: issueId(issue.subscriberId, issue.date) }
  })
  await sql`
    insert into deliveries (issue_id, subscriber_id, message_id, give_up_at)
    select r.id, r."subscriberId", r."messageId", r."giveUpAt" from json_to_recordset(${JSON.stringify(deliveries)}::json)
      as r(id text, "subscriberId" text, "messageId" text, "giveUpAt" timestamptz)`.execute(tx)
}

async function insertPapers(tx: Transaction<DB>, issues: PlannedIssue[]): Promise<void> {
  const rows = issues.flatMap(({ subscriberId, date, papers }) =>
    papers.map(({ paperId, why }, place) => {
      return { issueId: issueId(subscriberId, date), place, subscriberId, paperId, why }
    }),
  )
  await sql`
    insert into issue_papers (issue_id, place, subscriber_id, paper_id, why)
    select r."issueId", r.place, r."subscriberId", r."paperId", r.why from json_to_recordset(${JSON.stringify(rows)}::json)
      as r("issueId" text, place integer, "subscriberId" text, "paperId" text, why jsonb)`.execute(tx)
}

/** One per subscriber and local day, whoever plans it. */
const issueId = (subscriberId: string, date: string): string => `${date}-${subscriberId}`

/** Runs a planner's statements in one transaction. */
export const planning = <T>(db: Database, work: (planning: IssuePlanning) => Promise<T>): Promise<T> =>
  db.transaction().execute((tx) => work(issuePlanning(tx)))
