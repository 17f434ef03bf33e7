import type { OperatorScope } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

/** Who a session belongs to; no key: OPERATOR_KEY. */
export type SessionHolder = { keyId: string | null; keyName: string | null; scope: OperatorScope }
export type OpenSession = SessionHolder & { idHash: string; createdAt: string; expiresAt: string }

/** Who has signed in, the same for all gateways: a session that is deleted is over everywhere at once. */
export type SessionStore = {
  add(session: { idHash: string; keyId: string | null; expiresAt: Date }): Promise<void>
  /** Null: over, signed out, or its key is revoked. */
  find(idHash: string): Promise<SessionHolder | null>
  end(idHash: string): Promise<void>
  /** Newest first. */
  list(): Promise<OpenSession[]>
  /** Ends all but one; answers how many. */
  endOthers(idHash: string | null): Promise<number>
}

const inForce = sql<boolean>`s.expires_at > now() and k.revoked_at is null`
const scope = sql<OperatorScope>`coalesce(k.scope, 'all')`

export function sessionStore(db: Database): SessionStore {
  const sessions = () =>
    db
      .selectFrom('operator_sessions as s')
      .leftJoin('api_keys as k', 'k.id', 's.key_id')
      .select(['s.key_id as keyId', 'k.name as keyName', scope.as('scope')])
      .where(inForce)
  return {
    async add({ idHash, keyId, expiresAt }) {
      await db.deleteFrom('operator_sessions').where('expires_at', '<', sql<Date>`now()`).execute()
      await db
        .insertInto('operator_sessions')
        .values({ id_hash: idHash, key_id: keyId, expires_at: expiresAt })
        .execute()
    },

    find: async (idHash) => (await sessions().where('s.id_hash', '=', idHash).executeTakeFirst()) ?? null,

    async end(idHash) {
      await db.deleteFrom('operator_sessions').where('id_hash', '=', idHash).execute()
    },

    async list() {
      const rows = await sessions()
        .select(['s.id_hash as idHash', 's.created_at', 's.expires_at'])
        .orderBy('s.created_at', 'desc')
        .execute()
      return rows.map(({ created_at, expires_at, ...row }) => ({
        ...row,
        createdAt: created_at.toISOString(),
        expiresAt: expires_at.toISOString(),
      }))
    },

    async endOthers(idHash) {
      const { numDeletedRows } = await db
        .deleteFrom('operator_sessions')
        .where('id_hash', '<>', idHash ?? '')
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    },
  }
}
