import type { JobPayload } from '@paperboy/contracts'
import { packChunk, type SplitClaim, type SplitStore } from '@paperboy/database'
import { DumpError, inFormat, knownFormat, openDump, peekArchive } from '@paperboy/formats'
import type { Log } from '@paperboy/service-kit'
import { type ArchiveDeps, splitArchive } from './archives/split-archive.ts'
import { chunksOf } from './chunks-of.ts'
import { waitForRoom } from './wait-for-room.ts'

export type SplitDeps = ArchiveDeps & {
  splits: SplitStore
  /** How many chunks of a dump may wait for the parser before the split waits for them. */
  maxOpenChunks: number
  count: (outcome: 'split' | 'unreadable', records: number) => void
}

/** Longer than any pause between two chunks, short enough that a killed fetcher's dump goes on soon. */
const LEASE_MS = 10_000

/**
 * The handler of `dump.split`: detects the format, reads the records as a stream and stores them as
 * chunks. A split is deterministic, so that one that was cut off yields the same chunks again.
 */
export function splitDump(deps: SplitDeps) {
  return async ({ dumpId }: JobPayload<'dump.split'>, context: { signal: AbortSignal }): Promise<void> => {
    const claim = await deps.splits.claim(dumpId, LEASE_MS)
    if (!claim) return
    try {
      await split(deps, claim, context.signal)
    } catch (error) {
      if (!(error instanceof DumpError)) {
        await deps.splits.release(claim).catch(() => {})
        throw error
      }
      await deps.splits.fail(claim, { code: error.code, message: error.message })
      deps.log.warn({ dumpId, code: error.code }, 'dump failed')
    }
  }
}

async function split(deps: SplitDeps, claim: SplitClaim, signal: AbortSignal): Promise<void> {
  const { splits, queue, log } = deps
  const { dumpId, run } = claim
  const started = performance.now()
  const format = knownFormat(claim.formatAsked)
  const day = claim.date ?? claim.receivedAt.toISOString().slice(0, 10)
  const { kind, bytes } = await peekArchive(claim.bytes)
  if (kind) {
    const held = await splitArchive(deps, claim, { kind, bytes, leaseMs: LEASE_MS }, signal)
    return held ? undefined : lost(log, claim)
  }
  const opened = await openDump(bytes, { format, maxInflatedBytes: deps.maxInflatedBytes, day })
  const source = inFormat(opened, format)
  const date = claim.date ?? source.statedDate ?? day
  if (!(await splits.begin(claim, { format: source.format.name, date }))) return
  let records = 0
  let seq = 0
  for await (const entries of chunksOf(source.entries)) {
    signal.throwIfAborted()
    const chunk = { seq, records: entries.length, payload: await packChunk(records, entries) }
    if (!(await splits.addChunk(claim, chunk, LEASE_MS))) return lost(log, claim)
    await queue.send('chunk.parse', { dumpId, run, seq }, { key: `${dumpId}-${run}-${seq}` })
    records += entries.length
    deps.count('split', entries.length)
    seq += 1
    if (!(await waitForRoom(deps, claim, LEASE_MS, signal))) return lost(log, claim)
  }
  if (records === 0 && !source.format.mayBeEmpty)
    throw new DumpError('DUMP_EMPTY', 'The dump holds no records. Check that the file is complete.')
  if (!(await splits.finish(claim))) return lost(log, claim)
  // The parser may have closed the last chunk before the split was known to be over, and there may be none.
  await queue.send('chunk.parse', { dumpId, run, seq: Math.max(seq - 1, 0) }, { key: `${dumpId}-${run}-end` })
  log.info({ dumpId, format: source.format.name, records, chunks: seq, ms: elapsed(started) }, 'dump split')
}

function lost(log: Log, claim: SplitClaim): void {
  log.info({ dumpId: claim.dumpId, epoch: claim.epoch }, 'split taken over by another fetcher')
}

const elapsed = (since: number): number => Math.round(performance.now() - since)
