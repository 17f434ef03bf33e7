import type { Dump, DumpStatus, Reject } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { type Expression, type SqlBool, sql } from 'kysely'
import type { Database } from './create-database.ts'
import { readBytes } from './dump-bytes.ts'
import { familyOf } from './dump-family.ts'
import { decodeCursor, encodeCursor } from './page-cursor.ts'

export type Page<T> = { items: T[]; nextCursor: string | null }
export type PageOptions = { limit: number; cursor?: string }
/** `parent`: only the members of that archive. */
export type DumpListOptions = PageOptions & { parent?: string }

export type DumpsRead = {
  get(id: string): Promise<Dump | null>
  /** Newest first. */
  list(options: DumpListOptions): Promise<Page<Dump>>
  /** In the order of the dump; null when there is no such dump. */
  rejects(id: string, options: PageOptions): Promise<Page<Reject> | null>
  /** The bytes as they came. */
  raw(
    id: string,
  ): Promise<{ bytes: number; filename: string | null; stream: AsyncGenerator<Uint8Array> } | null>
}

const family = familyOf(sql.ref('d.id'))

/**
 * An archive counts what its members do. `indexed` counts the distinct papers of the dump that have no change waiting for the live index
 * and that the engine did not refuse.
 */
function withCounts(db: Database) {
  return db.selectFrom('dumps as d').select([
    'd.id',
    'd.filename',
    'd.sha256',
    'd.bytes',
    'd.format',
    'd.date',
    'd.status',
    'd.error_code',
    'd.error_message',
    'd.received_at',
    'd.finished_at',
    'd.run',
    sql<string | null>`(
      select m.parent_id from dump_members m join dumps p on p.id = m.parent_id where m.child_id = d.id
      order by p.received_at, p.id limit 1)`.as('parent_id'),
    sql<Record<'records' | 'created' | 'updated' | 'unchanged' | 'rejected', number>>`(
      select jsonb_build_object(
        'records', coalesce(sum(c.created + c.updated + c.unchanged + c.rejected), 0),
        'created', coalesce(sum(c.created), 0), 'updated', coalesce(sum(c.updated), 0),
        'unchanged', coalesce(sum(c.unchanged), 0), 'rejected', coalesce(sum(c.rejected), 0))
      from dumps x join chunks c on c.dump_id = x.id and c.run = x.run where x.id in ${family})`.as('counts'),
    sql<number>`(
      select count(*) from (select distinct a.paper_id from dumps x join appearances a on a.dump_id = x.id and a.run = x.run
        where x.id in ${family}) seen
      where exists (select 1 from index_targets t where t.state = 'live')
        and not exists (select 1 from index_queue q join index_targets t on t.name = q.target
                        where t.state = 'live' and q.paper_id = seen.paper_id)
        and not exists (select 1 from index_rejects r join index_targets t on t.name = r.target
                        where t.state = 'live' and r.paper_id = seen.paper_id))`.as('indexed'),
  ])
}

type DumpRow = Awaited<ReturnType<ReturnType<typeof withCounts>['execute']>>[number]

function toDump(row: DumpRow): Dump {
  return {
    id: row.id,
    parentId: row.parent_id,
    filename: row.filename,
    sha256: row.sha256,
    bytes: row.bytes,
    format: row.format,
    date: row.date,
    status: row.status as DumpStatus,
    error: row.error_code ? { code: row.error_code, message: row.error_message ?? '' } : null,
    counts: { ...row.counts, indexed: row.indexed },
    receivedAt: row.received_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

export function dumpsRead(db: Database): DumpsRead {
  return {
    async get(id) {
      const row = await withCounts(db).where('d.id', '=', id).executeTakeFirst()
      return row ? toDump(row) : null
    },

    async list({ limit, cursor, parent }) {
      const after = cursor ? decodeCursor(cursor, 2) : null
      const rows = await withCounts(db)
        .$if(parent !== undefined, (query) => query.where(memberOf(parent ?? '')))
        .$if(after !== null, (query) => query.where(olderThan(after ?? [])))
        .orderBy('d.received_at', 'desc')
        .orderBy('d.id')
        .limit(limit + 1)
        .execute()
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        items: rows.slice(0, limit).map(toDump),
        nextCursor: last ? encodeCursor([last.received_at.toISOString(), last.id]) : null,
      }
    },

    async rejects(id, { limit, cursor }) {
      if (!(await db.selectFrom('dumps').select('id').where('id', '=', id).executeTakeFirst())) return null
      const after = cursor ? Number(decodeCursor(cursor, 1)[0]) : -1
      if (!Number.isSafeInteger(after)) throw new AppError('BAD_REQUEST', 'cursor is not one of this list.')
      const rows = await db
        .selectFrom('rejects')
        .select(['ordinal', 'position', 'code', 'reason', 'excerpt'])
        .where('dump_id', '=', id)
        .where('ordinal', '>', after)
        .orderBy('ordinal')
        .limit(limit + 1)
        .execute()
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        items: rows.slice(0, limit).map(({ ordinal: _, ...reject }) => reject),
        nextCursor: last ? encodeCursor([String(last.ordinal)]) : null,
      }
    },

    async raw(id) {
      const dump = await db
        .selectFrom('dumps')
        .select(['blob_id', 'bytes', 'filename'])
        .where('id', '=', id)
        .executeTakeFirst()
      return dump ? { ...dump, stream: readBytes(db, dump.blob_id) } : null
    },
  }
}

function olderThan([receivedAt, id]: string[]): Expression<SqlBool> {
  return sql<SqlBool>`(d.received_at < ${receivedAt}::timestamptz
    or (d.received_at = ${receivedAt}::timestamptz and d.id > ${id}))`
}

const memberOf = (parent: string) =>
  sql<SqlBool>`d.id in (select m.child_id from dump_members m where m.parent_id = ${parent})`
