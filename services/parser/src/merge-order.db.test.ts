import type { RecordFacts } from '@paperboy/contracts'
import type { Database } from '@paperboy/database'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparable } from '../test/comparable.suite.ts'
import { claimRecords, mergeChunk } from '../test/feed.ts'
import { eachTestHasADatabase } from '../test/own-database.suite.ts'
import { type Arrival, arrivals, reordered } from '../test/random-records.suite.ts'
import { takeBackAll } from '../test/take-back-all.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const RUNS = 12
const RUNS_WITH_UNDO = 8
let salt = 0

/** Feeds each chunk as a dump of its own; the ids of the dumps. */
async function feedAll(chunks: Arrival[][]): Promise<string[]> {
  const dumps: string[] = []
  for (const chunk of chunks) {
    const records = chunk.map(({ record }) => record)
    const claim = await claimRecords(db, records, chunk[0]?.day ?? '', salt++)
    expect(await mergeChunk(db, claim)).not.toBeNull()
    dumps.push(claim.dumpId)
  }
  return dumps
}

/** All papers that somebody speaks of. */
async function present(options: { ids: boolean }): Promise<string[]> {
  const papers = await db.selectFrom('papers').selectAll().where('merged_into', 'is', null).execute()
  const said = await db.selectFrom('paper_facts').selectAll().execute()
  const all = papers.flatMap(({ id, version: _v, known_at: _k, changed_at: _c, deleted_at, ...state }) => {
    const own = said.filter((saying) => saying.paper_id === id)
    if (own.length === 0) return []
    const sayings = own.map(({ facts, hash, first_seen_at: first }) => {
      return { facts: facts as RecordFacts, of: `${hash} ${first.toISOString()}` }
    })
    return { id: options.ids ? id : '', state: { ...state, isGone: deleted_at !== null }, said: sayings }
  })
  return comparable(all)
}

async function clear(): Promise<void> {
  const tables = ['appearances', 'withdrawals', 'identities', 'paper_facts', 'papers'] as const
  for (const table of [...tables, 'chunks', 'rejects', 'dump_days', 'dumps'] as const)
    await db.deleteFrom(table).execute()
}

test('two orders of arrival leave the same rows', async () => {
  const cases = arrivals.chain((list) => fc.tuple(reordered(list), reordered(list)))
  await fc.assert(
    fc.asyncProperty(cases, async ([one, other]) => {
      await feedAll(one)
      const first = await present({ ids: true })
      await clear()
      await feedAll(other)
      expect(await present({ ids: true })).toEqual(first)
      await clear()
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
}, 120_000)

test('dumps that are undone, in any order, leave what the others alone would have made', async () => {
  const cases = fc
    .tuple(arrivals, arrivals)
    .chain(([kept, gone]) => fc.tuple(reordered(kept), reordered(gone), fc.infiniteStream(fc.boolean())))
  await fc.assert(
    fc.asyncProperty(cases, async ([kept, gone, turns]) => {
      await feedAll(kept)
      const alone = await present({ ids: false })
      await clear()
      const undone = []
      const rest = [...kept]
      for (const chunk of gone) {
        if (turns.next().value) await feedAll(rest.splice(0, 1))
        undone.push(...(await feedAll([chunk])))
      }
      await feedAll(rest)
      for (const dumpId of turns.next().value ? undone : undone.toReversed()) await takeBackAll(db, dumpId, 3)
      expect(await present({ ids: false })).toEqual(alone)
      for (const { id } of await db.selectFrom('dumps').select('id').execute()) await takeBackAll(db, id, 3)
      expect(await present({ ids: false })).toEqual([])
      expect(await db.selectFrom('withdrawals').selectAll().execute()).toEqual([])
      await clear()
    }),
    { numRuns: RUNS_WITH_UNDO, endOnFailure: true },
  )
}, 240_000)
