import { SourceConfig } from '@paperboy/contracts'
import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import type { Database } from '../create-database.ts'
import { fileHasADatabase } from '../own-database.suite.ts'
import { sourceStore } from '../source-store.ts'
import { sourceAdmin } from './source-admin.ts'

let db: Database
fileHasADatabase((made) => {
  db = made
})

const TOMORROW = new Date(Date.now() + 86_400_000)

function aSource(name: string, more: Partial<SourceConfig> = {}) {
  const config = { name, url: 'https://example.org/list', cron: '0 6 * * *', ...more }
  return { ...(Value.Default(SourceConfig, config) as SourceConfig), nextAt: TOMORROW }
}
const dueNames = async () => (await sourceStore(db).due()).map(({ name }) => name)

test('what operators add stays when the file is read again, which leaves only its own', async () => {
  const [admin, store] = [sourceAdmin(db), sourceStore(db)]
  await store.plan([aSource('of-the-file')])
  expect(await admin.save(aSource('mine', { maxBytes: 5, oai: true }))).toBe('created')
  expect((await store.due()).find(({ name }) => name === 'mine')).toMatchObject({ maxBytes: 5, oai: true })
  await store.plan([aSource('another')])
  expect((await admin.list()).map(({ name, origin }) => [name, origin])).toEqual([
    ['another', 'file'],
    ['mine', 'operator'],
  ])
  expect(await admin.save(aSource('another'))).toBe('file')
  expect(await admin.remove('another')).toBe('file')
})

test('a changed address begins anew, a changed schedule comes when it comes', async () => {
  const admin = sourceAdmin(db)
  const claim = (await sourceStore(db).claim('mine', 1_000))!
  const end = { outcome: 'new', etag: '"v1"', lastModified: null, nextAt: TOMORROW }
  await db
    .insertInto('dumps')
    .values({ id: 'd1', sha256: 'x', blob_id: crypto.randomUUID(), bytes: 1 })
    .execute()
  await sourceStore(db).end(claim, { kind: 'answered', dumpId: 'd1', ...end })
  expect(await admin.save(aSource('mine', { cron: '0 7 * * *' }))).toBe('changed')
  expect(await dueNames()).not.toContain('mine')
  await admin.save(aSource('mine', { url: 'https://example.org/other' }))
  expect(await dueNames()).toContain('mine')
  const row = await db.selectFrom('sources').selectAll().where('name', '=', 'mine').executeTakeFirstOrThrow()
  expect(row).toMatchObject({ etag: null, since: null, failures: 0, lease_until: null })
})

test('what is asked for now is due in the same moment', async () => {
  for (let time = 0; time < 10; time++) {
    await db.transaction().execute(async (tx) => {
      await tx.updateTable('sources').set({ next_at: TOMORROW }).execute()
      expect(await sourceAdmin(tx).pollNow('mine')).toBe('asked')
      expect((await sourceStore(tx).due()).map(({ name }) => name)).toEqual(['mine'])
    })
  }
})

test('a paused source is not asked, not even now, until it goes on', async () => {
  const admin = sourceAdmin(db)
  expect(await admin.pause('mine')).toBe(true)
  expect(await dueNames()).not.toContain('mine')
  expect(await sourceStore(db).claim('mine', 1_000)).toBeNull()
  expect(await admin.pollNow('mine')).toBe('paused')
  await admin.resume('mine')
  await db.updateTable('sources').set({ next_at: TOMORROW }).execute()
  expect(await admin.pollNow('mine')).toBe('asked')
  expect(await dueNames()).toEqual(['mine'])
  expect([await admin.pause('nix'), await admin.pollNow('nix'), await admin.remove('nix')]).toEqual([
    false,
    'none',
    'none',
  ])
  expect(await admin.remove('mine')).toBe('removed')
})
