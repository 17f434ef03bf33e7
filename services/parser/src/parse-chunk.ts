import type { JobPayload, SourceEntry } from '@paperboy/contracts'
import type { ChunkClaim, ChunkResult, ChunkStore, DumpClosing, IndexQueue } from '@paperboy/database'
import { formatNamed } from '@paperboy/formats'
import type { JobQueue } from '@paperboy/queue'
import { keepLease, type Log } from '@paperboy/service-kit'
import { mergeChunk, toResult } from './merge-chunk.ts'
import { isDatabaseAway } from './retry-conflicts.ts'
import { understandEntries } from './understand-entries.ts'
import { waitForIndex } from './wait-for-index.ts'

export type ParseDeps = {
  chunks: ChunkStore
  closing: DumpClosing
  indexQueue: Pick<IndexQueue, 'isLongerThan'>
  queue: Pick<JobQueue, 'send'>
  log: Log
  /** So many changed papers may wait for the index before the parser waits for it. */
  maxIndexQueue: number
  /** Puts right what an earlier run of the dump withdrew. */
  settle: (dumpId: string) => Promise<void>
  count: (outcome: keyof ChunkResult['counts'], records: number) => void
}

/** A killed parser's chunk is taken up after this; a living one renews its lease in time. */
const LEASE_MS = 5_000

/** So often work on a chunk may begin without an end before its records are what is blamed. */
const MAX_ATTEMPTS = 12

/** The handler of `chunk.parse`: the records of a chunk become papers, appearances and rejects, once. */
export function parseChunk(deps: ParseDeps) {
  return async (name: JobPayload<'chunk.parse'>, context: { signal: AbortSignal }): Promise<void> => {
    if (!(await waitForIndex(deps, context.signal))) return
    const claim = await deps.chunks.claim(name, LEASE_MS)
    if (claim) {
      const lease = keepLease(() => deps.chunks.renew(claim, LEASE_MS), LEASE_MS / 3)
      try {
        await parse(deps, claim)
      } catch (error) {
        await deps.chunks.release(claim, { blameless: isDatabaseAway(error) }).catch(() => {})
        throw error
      } finally {
        lease.stop()
      }
    }
    await deps.settle(name.dumpId)
    const closed = await deps.closing.close(name.dumpId, (format) => formatNamed(format)?.ranks ?? false)
    if (closed) await deps.queue.send('dump.compare', { dumpId: name.dumpId }, { key: name.dumpId })
    await deps.queue.send('index.pending', {}, { key: 'index' })
  }
}

async function parse(deps: ParseDeps, claim: ChunkClaim): Promise<void> {
  const { dumpId, seq, content } = claim
  const started = performance.now()
  const result =
    claim.attempts > MAX_ATTEMPTS ? await giveUp(deps.chunks, claim) : await parseAndMerge(deps.chunks, claim)
  if (!result) {
    deps.log.info({ dumpId, seq, epoch: claim.epoch }, 'chunk taken over by another parser')
    return
  }
  for (const outcome of ['created', 'updated', 'unchanged', 'rejected'] as const) {
    deps.count(outcome, result.counts[outcome])
  }
  const ms = Math.round(performance.now() - started)
  deps.log.info({ dumpId, seq, records: content.entries.length, ...result.counts, ms }, 'chunk parsed')
}

async function parseAndMerge(chunks: ChunkStore, claim: ChunkClaim): Promise<ChunkResult | null> {
  const format = formatNamed(claim.format) ?? { name: claim.format, abstractRequired: false }
  const understood = await understandEntries([claim.content], format)
  return mergeChunk((write) => chunks.commit(claim, write), claim, understood)
}

/** Its records have ended the parser again and again: they are rejected, and kept, with their dump. */
async function giveUp(chunks: ChunkStore, claim: ChunkClaim): Promise<ChunkResult | null> {
  const { firstOrdinal, entries } = claim.content
  const rejects = entries.map((entry, index) => ({
    ordinal: firstOrdinal + index,
    position: entry.position,
    code: 'PARSER_STOPPED',
    reason: `The parser did not get through this part of the dump in ${MAX_ATTEMPTS} attempts. Replay the dump after an update.`,
    excerpt: describeEntry(entry).slice(0, 200),
  }))
  const result = toResult({ created: 0, updated: 0, unchanged: 0 }, rejects)
  return (await chunks.commit(claim, async () => result)) ? result : null
}

function describeEntry(entry: SourceEntry): string {
  if (entry.kind === 'record') return entry.title
  return entry.kind === 'reject' ? entry.excerpt : entry.ids.join(' ')
}
