import type { SourceEntry } from '@paperboy/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comparable } from '../test/comparable.suite.ts'
import { memoryPapers } from '../test/memory-papers.suite.ts'
import { type Arrival, arrivals, reordered } from '../test/random-records.suite.ts'
import { readEntries } from './read-entries.ts'

const FORMAT = { name: 'any', abstractRequired: false }

function understood(chunk: Arrival[], firstOrdinal: number) {
  const entries = chunk.map(({ record }, index): SourceEntry => {
    const position = `record ${firstOrdinal + index}`
    return 'title' in record ? { ...record, kind: 'record', position } : { ...record, position }
  })
  return readEntries(entries, firstOrdinal, FORMAT)
}

async function papersOf(chunks: Arrival[][]): Promise<string[]> {
  const papers = memoryPapers()
  let ordinal = 0
  for (const chunk of chunks) {
    const day = chunk[0]?.day ?? ''
    await papers.merge(understood(chunk, ordinal), new Date(`${day}T00:00:00Z`))
    ordinal += chunk.length
  }
  return comparable(
    papers.all().map(({ row: { version: _, id, ...state }, said }) => ({
      ...{ id, state },
      said: said.map(({ facts, hash, firstSeenAt }) => ({
        facts,
        of: `${hash} ${firstSeenAt.toISOString()}`,
      })),
    })),
  )
}

test('merging does not depend on the order of arrival, nor on what shares a chunk', async () => {
  const cases = arrivals.chain((list) => fc.tuple(reordered(list), reordered(list)))
  await fc.assert(
    fc.asyncProperty(cases, async ([one, other]) => {
      expect(await papersOf(other)).toEqual(await papersOf(one))
    }),
    { numRuns: 1_000 },
  )
}, 240_000)
