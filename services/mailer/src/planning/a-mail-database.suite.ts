import {
  createDatabase,
  type Database,
  linkTokens,
  mailOperators,
  migrate,
  planning,
  planningReads,
  subscriptions,
} from '@paperboy/database'
import { createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import type { PlanDeps } from './plan-due.ts'

export type Person = {
  email: string
  topics?: (string | null)[]
  timeZone?: string
  hour?: number
  weekdays?: number[]
  maxPapers?: number
  /** Else a day ago: their hour has struck since. */
  confirmedAt?: Date
}
export type PaperRow = { id: string; title?: string; abstract?: string }
export type MailDatabase = Awaited<ReturnType<typeof aMailDatabase>>

/** A database of its own with what planning needs: people, dumps with ranked papers, and a clock. */
export async function aMailDatabase({ durable = false } = {}) {
  const { url, drop } = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  // What a crash of the server would lose is of no interest here, and each commit would wait for the disk.
  const options = durable ? '' : `?options=${encodeURIComponent('-c synchronous_commit=off')}`
  const db = createDatabase(`${url}${options}`)
  const links = await linkTokens(db)
  const clock = { now: new Date('2026-11-24T08:00:00Z') }
  return {
    ...{ url, db, links, clock },
    subscriptions: subscriptions(db, links),
    operators: mailOperators(db, links),
    subscribe: (people: Person[]) => subscribe(db, { people, now: clock.now }),
    token: async (email: string) => links.token('subscriber', await idOf(db, email)),
    dump: (date: string, papers: (string | PaperRow)[], options: { ranked?: boolean } = {}) =>
      addDump(db, { date, papers, knownAt: clock.now, ranked: options.ranked ?? true }),
    plan: (given: Partial<PlanDeps> = {}): PlanDeps => ({
      reads: planningReads(db),
      inTransaction: (work) => planning(db, work),
      match: matchTitles(db),
      now: () => clock.now,
      messageId: (subscriberId, date) => `<${date}.${subscriberId}@test>`,
      ...given,
    }),
    issues: (email: string) => issuesOf(db, email),
    async stop() {
      await db.destroy()
      await drop()
    },
  }
}

async function subscribe(db: Database, { people, now }: { people: Person[]; now: Date }): Promise<void> {
  const yesterday = new Date(now.getTime() - 86_400_000)
  const rows = people.map(({ email, confirmedAt = yesterday, ...wants }) => ({
    email,
    emailKey: email,
    confirmedAt,
    wants: {
      ...{ topics: [null], timeZone: 'UTC', hour: 8, weekdays: [1, 2, 3, 4, 5, 6, 7], maxPapers: 20 },
      ...{ frequency: 'daily' as const, ...wants },
    },
  }))
  await mailOperators(db, await linkTokens(db)).import(rows)
  await db
    .updateTable('subscribers')
    .set({ considered_at: yesterday, due_at: now })
    .where(
      'email',
      'in',
      people.map(({ email }) => email),
    )
    .execute()
}

async function idOf(db: Database, email: string): Promise<string> {
  const row = await db
    .selectFrom('subscribers')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  return row.id
}

type Dump = { date: string; papers: (string | PaperRow)[]; knownAt: Date; ranked: boolean }

/** A dump that was read at an instant: its papers, in this order, on the pages of a day. */
async function addDump(db: Database, { date, papers, knownAt, ranked }: Dump): Promise<void> {
  const rows = papers.map((paper, place) => {
    const { id, title = id, abstract = 'We study it.' } = typeof paper === 'string' ? { id: paper } : paper
    return { id, title, abstract, rank: ranked ? place + 1 : null, ordinal: place }
  })
  const { rows: made } = await sql<{ id: string }>`
    insert into dumps (id, sha256, blob_id, bytes, status, closed, closed_at, ranks, date)
    values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 'done', true, ${knownAt}, ${ranked}, ${date})
    returning id`.execute(db)
  const dumpId = made[0]!.id
  await sql`insert into dump_days (dump_id, date, first, applied) values (${dumpId}, ${date}, true, true)`.execute(
    db,
  )
  const json = sql`json_to_recordset(${JSON.stringify(rows)}::json) as r(id text, title text, abstract text, rank integer, ordinal bigint)`
  await sql`
    insert into papers (id, title, abstract, authors, code_urls, links, categories, first_seen_at, last_seen_at,
      trending, known_at)
    select r.id, r.title, r.abstract, '[{"name":"Ada Author"}]', '{}', '{}', '{}', ${date}::date, ${date}::date,
      0, ${knownAt} from ${json} on conflict do nothing`.execute(db)
  await sql`
    insert into appearances (dump_id, date, ordinal, run, paper_id, facts_hash, position, rank, seen_at)
    select ${dumpId}, ${date}, r.ordinal, 1, r.id, '', '', r.rank, ${date}::date from ${json}`.execute(db)
}

/** Matches a search with every word of it in the title. */
function matchTitles(db: Database): PlanDeps['match'] {
  return async (queries, paperIds) => {
    const papers = await db
      .selectFrom('papers')
      .select(['id', 'title'])
      .where(sql<boolean>`id = any(${paperIds}::text[])`)
      .execute()
    const found = queries.map((query) => {
      const hits = papers.filter(({ title }) => query.split(' ').every((word) => title.includes(word)))
      return [query, hits.map(({ id }) => id)] as const
    })
    return new Map(found)
  }
}

export type SeenIssue = { date: string; outcome: string; papers: string[]; why: unknown[]; at: Date }

async function issuesOf(db: Database, email: string): Promise<SeenIssue[]> {
  const { rows } = await sql<SeenIssue>`
    select i.date, i.outcome,
      array(select paper_id from issue_papers p where p.issue_id = i.id order by place) as papers,
      array(select why from issue_papers p where p.issue_id = i.id order by place) as why
    from issues i join subscribers s on s.id = i.subscriber_id where s.email = ${email} order by i.date`.execute(
    db,
  )
  return rows
}
