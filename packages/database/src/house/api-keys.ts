import { createHash, randomBytes } from 'node:crypto'
import type { ApiKey, KeyScope } from '@paperboy/contracts'
import { sql } from 'kysely'
import type { Database } from '../create-database.ts'

/** A key in force, to be recognised by its hash. */
export type KnownKey = Pick<ApiKey, 'id' | 'name' | 'scope' | 'perMinute'> & { hash: string }
type NewKey = { name: string; scope: KeyScope; perMinute: number | null; createdBy: string }

export type ApiKeys = {
  /** Those in force first, the newest first. */
  list(): Promise<ApiKey[]>
  /** The only time that a key itself is seen. Null: another key in force has this name. */
  create(key: NewKey): Promise<{ key: ApiKey; secret: string } | null>
  /** Also signs out who has signed in with it. Null: there is no such key in force. */
  revoke(id: string): Promise<ApiKey | null>
  inForce(): Promise<KnownKey[]>
  used(ids: string[]): Promise<void>
}

const KEY_BYTES = 32
const ID_BYTES = 6
const columns = [
  'id',
  'name',
  'scope',
  'per_minute',
  'created_by',
  'created_at',
  'last_used_at',
  'revoked_at',
] as const

/** Whether a text can be one of these keys: clients of other services send keys of their own. */
export const looksLikeKey = (text: string): boolean => /^pb_[\w-]{43}$/.test(text)

export const hashKey = (key: string): string => createHash('sha256').update(key).digest('base64url')

export function apiKeys(db: Database): ApiKeys {
  return {
    async list() {
      const rows = await db
        .selectFrom('api_keys')
        .select(columns)
        .orderBy(sql`revoked_at is not null`)
        .orderBy('created_at', 'desc')
        .execute()
      return rows.map(toKey)
    },

    async create({ name, scope, perMinute, createdBy }) {
      const secret = `pb_${randomBytes(KEY_BYTES).toString('base64url')}`
      const id = randomBytes(ID_BYTES).toString('hex')
      const given = { id, name, scope, per_minute: perMinute, created_by: createdBy }
      const row = await db
        .insertInto('api_keys')
        .values({ ...given, key_hash: hashKey(secret) })
        .onConflict((conflict) => conflict.doNothing())
        .returning(columns)
        .executeTakeFirst()
      return row ? { key: toKey(row), secret } : null
    },

    revoke: (id) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('api_keys')
          .set({ revoked_at: sql<Date>`now()` })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .returning(columns)
          .executeTakeFirst()
        if (!row) return null
        await tx.deleteFrom('operator_sessions').where('key_id', '=', id).execute()
        return toKey(row)
      }),

    async inForce() {
      const rows = await db.selectFrom('api_keys').selectAll().where('revoked_at', 'is', null).execute()
      return rows.map((row) => ({
        ...{ id: row.id, name: row.name, scope: row.scope as KeyScope },
        ...{ perMinute: row.per_minute, hash: row.key_hash },
      }))
    },

    async used(ids) {
      if (ids.length === 0) return
      await db
        .updateTable('api_keys')
        .set({ last_used_at: sql<Date>`now()` })
        .where('id', 'in', ids)
        .execute()
    },
  }
}

type Row = {
  id: string
  name: string
  scope: string
  per_minute: number | null
  created_by: string
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

function toKey(row: Row): ApiKey {
  return {
    ...{ id: row.id, name: row.name, scope: row.scope as KeyScope, perMinute: row.per_minute },
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
