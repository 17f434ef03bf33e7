import { Readable } from 'node:stream'
import type { SourceDeletion, SourceRecord } from '@paperboy/contracts'
import { type ChunkClaim, chunkStore, type Database, intake, packChunk, splitStore } from '@paperboy/database'
import { mergeItems } from '../src/merge-items.ts'
import { readEntries } from '../src/read-entries.ts'
import { retryConflicts } from '../src/retry-conflicts.ts'

const LEASE_MS = 60_000
const FORMAT = { name: 'jsonl', abstractRequired: false }

export type Said = Partial<SourceRecord> & { title: string }
/** A record that takes another one back. */
export type Taken = Omit<SourceDeletion, 'position'>

/** Stores records as a dump of one chunk and claims the chunk. With another `salt` it is another dump. */
export async function claimRecords(
  db: Database,
  records: (Said | Taken)[],
  date: string,
  salt?: number,
): Promise<ChunkClaim> {
  const content = JSON.stringify({ records, date, salt })
  const { dump } = await intake(db).store(Readable.from([Buffer.from(content)]), {
    filename: null,
    date,
    format: 'jsonl',
    maxBytes: 1e6,
  })
  const splits = splitStore(db)
  const claim = await splits.claim(dump.id, LEASE_MS)
  if (!claim) throw new Error('The dump is split already.')
  await splits.begin(claim, { format: 'jsonl', date })
  const entries = records.map((record, index) => ({
    kind: 'record' as const,
    position: `line ${index + 1}`,
    ...record,
  }))
  await splits.addChunk(
    claim,
    {
      seq: 0,
      records: entries.length,
      payload: await packChunk(
        0,
        entries.map((entry) => JSON.stringify(entry)),
      ),
    },
    LEASE_MS,
  )
  await splits.finish(claim)
  const chunk = await chunkStore(db).claim({ dumpId: dump.id, run: claim.run, seq: 0 }, LEASE_MS)
  if (!chunk) throw new Error('The chunk is not to be had.')
  return chunk
}

/** Merges a claimed chunk; null when its claim was lost. */
export async function mergeChunk(db: Database, claim: ChunkClaim) {
  const { rejects, ...said } = readEntries(claim.content.entries, 0, FORMAT)
  return retryConflicts(async () => {
    let counts: Awaited<ReturnType<typeof mergeItems>> | null = null
    const held = await chunkStore(db).commit(claim, async (tx) => {
      counts = await mergeItems(tx, claim, said)
      return { counts: { ...counts, rejected: rejects.length }, rejects }
    })
    return held ? counts : null
  })
}

/** What a chunk of these records does to the papers, from the dump to the last row. */
export async function feed(db: Database, records: (Said | Taken)[], date = '2026-11-24') {
  return mergeChunk(db, await claimRecords(db, records, date))
}
