import type { Source, SourceConfig } from '@paperboy/contracts'
import { type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from './create-database.ts'
import { leaseEnd } from './lease-end.ts'
import type { DB, Sources } from './schema.ts'

type SourceRow = Selectable<Sources>

/** `nextAt`: when it is due if its schedule is new. */
export type SourcePlan = SourceConfig & { nextAt: Date }
export type SourceOrigin = Source['origin']

/** A source that this fetcher may poll, until the lease ends. `epoch` is the fence. */
export type SourceClaim = {
  name: string
  epoch: number
  etag: string | null
  lastModified: string | null
  failures: number
  /** When the last answer that was read to its end began; null before the first. */
  since: Date | null
  /** When the answer that is being read in pages began, and how far it is. */
  begunAt: Date
  token: string | null
  pages: number
}

type Validators = { etag: string | null; lastModified: string | null }
export type SourceEnd =
  | ({ kind: 'answered'; outcome: string; dumpId: string; nextAt: Date } & Validators)
  | { kind: 'unchanged'; nextAt: Date }
  /** `restart`: the next poll begins at the first page. `count`: false where the source only asked to wait. */
  | { kind: 'failed'; outcome: string; nextAt: Date; restart: boolean; count: boolean }

export type SourceStore = {
  /** Makes the table hold these sources beside those of operators; one whose address or schedule changed begins anew. */
  plan(sources: SourcePlan[]): Promise<void>
  /** Sources that are due, that nobody polls, and that are not paused. */
  due(): Promise<SourceConfig[]>
  /** Null when it is not due (any more), or polled elsewhere. */
  claim(name: string, leaseMs: number): Promise<SourceClaim | null>
  /** A page is stored and another one follows. False when the claim was lost. */
  turn(claim: SourceClaim, page: { token: string; dumpId: string }, leaseMs: number): Promise<boolean>
  end(claim: SourceClaim, end: SourceEnd): Promise<boolean>
  release(claim: SourceClaim): Promise<void>
}

export function sourceStore(db: Database): SourceStore {
  const held = ({ name, epoch }: SourceClaim) =>
    db.updateTable('sources').where('name', '=', name).where('epoch', '=', epoch)
  const did = (rows: { numUpdatedRows: bigint }) => rows.numUpdatedRows > 0n
  return {
    plan: (sources) => planSources(db, sources),

    async due() {
      const rows = await db
        .selectFrom('sources')
        .selectAll()
        .where('next_at', '<=', sql<Date>`now()`)
        .where('paused_at', 'is', null)
        .where(sql<boolean>`(lease_until is null or lease_until < now())`)
        .orderBy('next_at')
        .execute()
      return rows.map(configOf)
    },

    claim: (name, leaseMs) => claimSource(db, name, leaseMs),

    async turn(claim, { token, dumpId }, leaseMs) {
      const page = { token, dump_id: dumpId, pages: sql<number>`pages + 1`, outcome: 'new' }
      const more = { lease_until: leaseEnd(leaseMs), failures: 0, checked_at: sql<Date>`now()` }
      return did(
        await held(claim)
          .set({ ...page, ...more })
          .executeTakeFirstOrThrow(),
      )
    },

    async end(claim, end) {
      const set = { next_at: end.nextAt, lease_until: null, checked_at: sql<Date>`now()` }
      return did(
        await held(claim)
          .set({ ...set, ...columnsOf(claim, end) })
          .executeTakeFirstOrThrow(),
      )
    },

    async release(claim) {
      await held(claim).set({ lease_until: null }).execute()
    },
  }
}

function columnsOf(claim: SourceClaim, end: SourceEnd) {
  const first = { token: null, pages: 0, begun_at: null }
  switch (end.kind) {
    case 'answered':
      return {
        ...{ ...first, failures: 0, since: claim.begunAt, outcome: end.outcome, dump_id: end.dumpId },
        ...{ etag: end.etag, last_modified: end.lastModified },
      }
    case 'unchanged':
      return { ...first, failures: 0, outcome: 'unchanged' }
    case 'failed':
      return {
        ...(end.restart ? first : {}),
        ...{ failures: claim.failures + (end.count ? 1 : 0), outcome: end.outcome },
      }
    default:
      return end satisfies never
  }
}

async function planSources(db: Database, sources: SourcePlan[]): Promise<void> {
  const names = sources.map(({ name }) => name)
  await db.transaction().execute(async (tx) => {
    await sql`delete from sources where origin = 'file' and name <> all(${names}::text[])`.execute(tx)
    await putSources(tx, sources, 'file')
  })
}

/** New ones are due at once. The file wins over an operator's source of the same name. */
export async function putSources(
  tx: Transaction<DB>,
  sources: SourcePlan[],
  origin: SourceOrigin,
): Promise<void> {
  const rows = JSON.stringify(sources)
  const given = sql`json_to_recordset(${rows}::json) as r(
    name text, url text, format text, cron text, "timeZone" text, "nextAt" timestamptz,
    oai boolean, "allowPrivate" boolean, "timeoutMs" integer, "maxBytes" bigint, "pauseMs" integer)`
  await sql`
    insert into sources as s (name, url, format, cron, time_zone, next_at)
    select r.name, r.url, r.format, r.cron, r."timeZone", now() from ${given} order by r.name
    on conflict (name) do update set url = excluded.url, format = excluded.format, cron = excluded.cron,
      time_zone = excluded.time_zone, next_at = now(), etag = null, last_modified = null, token = null,
      pages = 0, begun_at = null, failures = 0, since = null, epoch = s.epoch + 1, lease_until = null
    where s.url <> excluded.url`.execute(tx)
  await sql`
    update sources s set format = r.format, cron = r.cron, time_zone = r."timeZone", origin = ${origin}, oai = r.oai,
      allow_private = r."allowPrivate", timeout_ms = r."timeoutMs", max_bytes = r."maxBytes", pause_ms = r."pauseMs",
      next_at = case when (s.cron, s.time_zone) = (r.cron, r."timeZone") then s.next_at else r."nextAt" end
    from ${given} where s.name = r.name`.execute(tx)
}

function configOf(row: SourceRow): SourceConfig {
  return {
    ...{ name: row.name, url: row.url, format: row.format, cron: row.cron, timeZone: row.time_zone },
    ...{ oai: row.oai, allowPrivate: row.allow_private, timeoutMs: row.timeout_ms },
    ...{ maxBytes: row.max_bytes, pauseMs: row.pause_ms },
  }
}

async function claimSource(db: Database, name: string, leaseMs: number): Promise<SourceClaim | null> {
  const { rows } = await sql<SourceClaim>`
    update sources set epoch = epoch + 1, lease_until = ${leaseEnd(leaseMs)}, begun_at = coalesce(begun_at, now())
    where name = ${name} and next_at <= now() and paused_at is null and (lease_until is null or lease_until < now())
    returning name, epoch, etag, last_modified as "lastModified", failures, since, begun_at as "begunAt",
      token, pages`.execute(db)
  return rows[0] ?? null
}

/** By name. */
export async function readSources(db: Database): Promise<Source[]> {
  const rows = await db.selectFrom('sources').selectAll().orderBy('name').execute()
  return rows.map((row) => ({
    ...configOf(row),
    origin: row.origin as SourceOrigin,
    pausedAt: row.paused_at?.toISOString() ?? null,
    nextAt: row.next_at.toISOString(),
    checkedAt: row.checked_at?.toISOString() ?? null,
    ...{ outcome: row.outcome, failures: row.failures, dumpId: row.dump_id, pages: row.pages },
  }))
}
