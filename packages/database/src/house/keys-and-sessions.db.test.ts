import { expect, test } from 'vitest'
import type { Database } from '../create-database.ts'
import { fileHasADatabase } from '../own-database.suite.ts'
import { actLog } from './act-log.ts'
import { apiKeys, hashKey } from './api-keys.ts'
import { sessionStore } from './session-store.ts'

let db: Database
fileHasADatabase((made) => {
  db = made
})

const soon = () => new Date(Date.now() + 60_000)
const aKey = (name: string) => ({ name, scope: 'read' as const, perMinute: null, createdBy: 'OPERATOR_KEY' })

test('of a key the database holds its hash alone, and a name is taken until its key is revoked', async () => {
  const keys = apiKeys(db)
  const made = (await keys.create(aKey('dashboard')))!
  expect(made.secret).toMatch(/^pb_[\w-]{43}$/)
  expect(JSON.stringify(await db.selectFrom('api_keys').selectAll().execute())).not.toContain(made.secret)
  expect(await keys.inForce()).toMatchObject([{ name: 'dashboard', hash: hashKey(made.secret) }])
  expect(await keys.create(aKey('dashboard'))).toBeNull()
  await keys.used([made.key.id])
  expect((await keys.list())[0]?.lastUsedAt).not.toBeNull()
  expect((await keys.revoke(made.key.id))?.revokedAt).not.toBeNull()
  expect(await keys.revoke(made.key.id)).toBeNull()
  expect(await keys.inForce()).toEqual([])
  expect(await keys.create(aKey('dashboard'))).not.toBeNull()
})

test('a session ends when it is signed out, when its time is over, and when its key is revoked', async () => {
  const [keys, sessions] = [apiKeys(db), sessionStore(db)]
  const { key } = (await keys.create(aKey('person')))!
  await sessions.add({ idHash: 'a', keyId: null, expiresAt: soon() })
  await sessions.add({ idHash: 'b', keyId: key.id, expiresAt: soon() })
  await sessions.add({ idHash: 'c', keyId: null, expiresAt: new Date(Date.now() - 1) })
  expect(await sessions.find('a')).toEqual({ keyId: null, keyName: null, scope: 'all' })
  expect(await sessions.find('b')).toEqual({ keyId: key.id, keyName: 'person', scope: 'read' })
  expect(await sessions.find('c')).toBeNull()
  await keys.revoke(key.id)
  expect(await sessions.find('b')).toBeNull()
  await sessions.add({ idHash: 'd', keyId: null, expiresAt: soon() })
  expect((await sessions.list()).map(({ idHash }) => idHash).sort()).toEqual(['a', 'd'])
  expect(await sessions.endOthers('d')).toBe(1)
  await sessions.end('d')
  expect(await sessions.list()).toEqual([])
})

test('acts are read in pages, the newest first', async () => {
  const log = actLog(db)
  for (const target of ['1', '2', '3'])
    await log.note({ who: 'x', via: 'api', session: null, act: 'undoDump', target, status: 202 })
  const first = await log.list({ limit: 2 })
  expect(first.items.map(({ target }) => target)).toEqual(['3', '2'])
  const second = await log.list({ limit: 2, cursor: first.nextCursor! })
  expect([second.items.map(({ target }) => target), second.nextCursor]).toEqual([['1'], null])
})

test('acts are kept for 400 days', async () => {
  const log = actLog(db)
  await db.deleteFrom('operator_acts').execute()
  for (const days of [500, 401, 399, 0])
    await db
      .insertInto('operator_acts')
      .values({
        ...{ who: 'x', via: 'api', act: 'undoDump', target: String(days), status: 202 },
        at: new Date(Date.now() - days * 86_400_000),
      })
      .execute()
  await log.forget()
  expect((await log.list({ limit: 9 })).items.map(({ target }) => target)).toEqual(['0', '399'])
})
