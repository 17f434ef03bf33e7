import type { IndexAction, IndexOutcome } from '@paperboy/contracts'
import {
  createDatabase,
  type Database,
  dumpClosing,
  indexAudit,
  indexQueue,
  indexTargets,
  migrate,
} from '@paperboy/database'
import { type OpenedIndex, openIndex } from '@paperboy/search'
import { createLogger } from '@paperboy/service-kit'
import { aSearchDocument, createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { indexPending } from './index-pending.ts'
import { dropUnknown, ensureLive } from './look-after-targets.ts'
import { rebuild } from './rebuild.ts'
import { reconcile, reconcileDaily } from './reconcile.ts'

const log = createLogger('test', 'silent')
let db: Database
let drop: () => Promise<void>
let search: OpenedIndex

beforeEach(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  drop = database.drop
  search = await openIndex('sqlite::memory:', { log })
  await ensureLive(care())
})
afterEach(async () => {
  await search.close()
  await db.destroy()
  await drop()
})

const { signal } = new AbortController()
const care = () => ({ targets: indexTargets(db), admin: search.admin, log })

/** The engine with what comes between it and us: `answer` may change what it says. */
function write(
  answer: (outcomes: IndexOutcome[], actions: IndexAction[]) => Promise<IndexOutcome[]> = async (o) => o,
) {
  const index: OpenedIndex['index'] = {
    ...search.index,
    write: async (actions, options) => answer(await search.index.write(actions, options), actions),
  }
  return { queue: indexQueue(db), index, log, count: () => {} }
}
const index = (writing = write()) =>
  indexPending({
    targets: indexTargets(db),
    closing: dumpClosing(db),
    index: search.index,
    write: writing,
    log,
  })({}, { signal })

/** A paper as the parser writes it: the row and its place in the queue. */
async function paper(id: string, title: string): Promise<void> {
  await sql`
    insert into papers (id, title, authors, code_urls, links, categories, first_seen_at, last_seen_at, trending)
    values (${id}, ${title}, '[]', '{}', '{}', '{}', now(), now(), 0)
    on conflict (id) do update set title = excluded.title, version = papers.version + 1`.execute(db)
  await sql`
    insert into index_queue (target, paper_id, version)
    select t.name, p.id, p.version from index_targets t, papers p where p.id = ${id}
    on conflict (target, paper_id) do update set version = excluded.version`.execute(db)
}
const waiting = async () => (await sql`select 1 from index_queue`.execute(db)).rows.length
const titles = async (q: string) => {
  await search.index.refresh()
  return (await search.index.search({ q, sort: 'relevance', limit: 10 })).hits.map((hit) => hit.id)
}

test('changed papers become searchable and leave the queue', async () => {
  await paper('a', 'Graph kernels')
  await paper('b', 'Protein folding')
  await index()
  expect(await titles('protein')).toEqual(['b'])
  expect(await waiting()).toBe(0)
})

test('a paper that changes while it is written stays in the queue and is written again', async () => {
  await paper('a', 'Graph kernels')
  let once = true
  await index(
    write(async (outcomes) => {
      if (once) await paper('a', 'Lattice kernels')
      once = false
      return outcomes
    }),
  )
  expect(await titles('lattice')).toEqual(['a'])
  expect(await waiting()).toBe(0)
})

test('a tombstone takes the paper out of the index for good', async () => {
  await paper('a', 'Graph kernels')
  await index()
  await sql`update papers set deleted_at = now(), version = version + 1`.execute(db)
  await sql`insert into index_queue (target, paper_id, version) select t.name, p.id, p.version from index_targets t, papers p`.execute(
    db,
  )
  await index()
  expect(await titles('graph')).toEqual([])
  const late: IndexAction = { kind: 'delete', id: 'a', version: 1 }
  expect(await search.index.write([late])).toEqual([{ id: 'a', kind: 'stale' }])
})

test('what the engine refuses is kept with its reason and holds nothing up', async () => {
  await paper('a', 'Graph kernels')
  await paper('b', 'Protein folding')
  await index(
    write(async (outcomes) =>
      outcomes.map((outcome) =>
        outcome.id === 'a' ? { id: 'a', kind: 'rejected', reason: 'bad date' } : outcome,
      ),
    ),
  )
  const { rows } = await sql`select paper_id, reason from index_rejects`.execute(db)
  expect(rows).toEqual([{ paper_id: 'a', reason: 'bad date' }])
  expect(await waiting()).toBe(0)
  await paper('a', 'Graph kernels, mended')
  await index()
  expect((await sql`select 1 from index_rejects`.execute(db)).rows).toEqual([])
})

test('what the engine puts off stays due; an engine that is away loses nothing', async () => {
  await paper('a', 'Graph kernels')
  await index(write(async ([first]) => [{ id: first!.id, kind: 'retry', reason: '429' }]))
  expect(await waiting()).toBe(1)
  await sql`update index_queue set due_at = now()`.execute(db)
  const away = write(async () => {
    throw new Error('connection refused')
  })
  await expect(index(away)).rejects.toThrow('connection refused')
  expect(await waiting()).toBe(1)
  await sql`update index_queue set due_at = now()`.execute(db)
  await index()
  expect(await titles('graph')).toEqual(['a'])
})

test('an index that was deleted comes back from Postgres', async () => {
  await paper('a', 'Graph kernels')
  await index()
  const lost = (await search.admin.current())!
  await search.admin.drop(lost)
  const name = await ensureLive(care())
  expect(name).not.toBe(lost)
  await index()
  expect(await titles('graph')).toEqual(['a'])
})

test('a rebuild takes over with all papers, also those that change meanwhile, and the old index goes', async () => {
  for (let n = 0; n < 25; n++) await paper(`p${n}`, `Graph kernels ${n}`)
  await index()
  const old = await search.admin.current()
  await indexTargets(db).requestRebuild()
  let once = true
  const writing = write(async (outcomes) => {
    if (once) await paper('p3', 'Lattice kernels')
    once = false
    return outcomes
  })
  await rebuild({ ...care(), index: search.index, write: writing }, signal)
  expect(await search.admin.current()).not.toBe(old)
  expect(await search.admin.list()).toEqual([await search.admin.current()])
  await index()
  expect(await titles('lattice')).toEqual(['p3'])
  expect((await search.index.search({ sort: 'newest', limit: 1 })).total).toBe(25)
  expect(await indexTargets(db).rebuildOutstanding()).toBe(false)
})

test('a rebuild that was cut off goes on with the generation it began', async () => {
  for (let n = 0; n < 5; n++) await paper(`p${n}`, `Graph kernels ${n}`)
  await index()
  await indexTargets(db).requestRebuild()
  const cut = write(async () => {
    throw new Error('killed')
  })
  await expect(rebuild({ ...care(), index: search.index, write: cut }, signal)).rejects.toThrow('killed')
  const building = (await indexTargets(db).list()).find((target) => target.state === 'building')
  await sql`update index_queue set due_at = now()`.execute(db)
  await rebuild({ ...care(), index: search.index, write: write() }, signal)
  expect(await search.admin.current()).toBe(building?.name)
  await dropUnknown(care())
  expect((await search.index.search({ sort: 'newest', limit: 1 })).total).toBe(5)
})

test('an audit mends an index that lacks papers, has old ones or strangers, or is ahead of Postgres', async () => {
  for (const id of ['kept', 'lost', 'ahead']) await paper(id, `Graph kernels ${id}`)
  await index()
  const document = (id: string) => aSearchDocument({ id, title: 'Changed behind our back' })
  await search.index.write([
    { kind: 'put', id: 'stranger', version: 3, document: document('stranger') },
    { kind: 'put', id: 'ahead', version: 9, document: document('ahead') },
    { kind: 'delete', id: 'lost', version: 5 },
  ])
  const live = (await search.admin.current())!
  const deps = { audit: indexAudit(db), admin: search.admin, index: search.index, log }
  await reconcile(deps, live)
  await index()
  expect((await titles('graph')).sort()).toEqual(['ahead', 'kept', 'lost'])
  expect(await titles('changed')).toEqual([])
  await sql`delete from papers where id = 'kept'`.execute(db)
  await reconcileDaily(deps, live)
  expect(await titles('kept')).toEqual(['kept'])
})

test('a switch of readers that was cut off in the middle loses no paper', async () => {
  const next = await search.admin.create()
  await search.admin.promote(next)
  await paper('meanwhile', 'Changed between the two halves of a switch')
  await index()
  await ensureLive(care())
  expect(await titles('halves')).toEqual(['meanwhile'])
})
