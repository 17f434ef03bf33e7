import type { JobPayload } from '@paperboy/contracts'
import type { ChunkResult, RejectsChunk, RejectsClaim, RejectsStore } from '@paperboy/database'
import { DumpError, formatNamed, knownFormat, openDump, peekArchive } from '@paperboy/formats'
import type { JobQueue } from '@paperboy/queue'
import { keepLease, type Log } from '@paperboy/service-kit'
import { mergeChunk } from '../merge-chunk.ts'
import { isDatabaseAway } from '../retry-conflicts.ts'
import { understandEntries } from '../understand-entries.ts'
import { entriesAt } from './entries-at.ts'

export type RejectsDeps = {
  rejects: RejectsStore
  queue: Pick<JobQueue, 'send'>
  log: Log
  count: (outcome: keyof ChunkResult['counts'], records: number) => void
}
type Outcome = 'done' | 'lost' | 'otherwise'

const LEASE_MS = 10_000
/** So often work on the rejects of a chunk may begin without an end before they are left as they are. */
const MAX_ATTEMPTS = 12

/** The handler of `dump.rejects`: the records that were rejected are read again, and no others. */
export function parseRejects(deps: RejectsDeps) {
  const { rejects, queue, log } = deps
  return async (
    { dumpId }: JobPayload<'dump.rejects'>,
    { signal }: { signal: AbortSignal },
  ): Promise<void> => {
    const claim = await rejects.claim(dumpId, LEASE_MS)
    if (!claim) return
    const lease = keepLease(() => rejects.renew(claim, LEASE_MS), LEASE_MS / 3)
    const outcome = await parseAll(deps, claim, signal).finally(() => lease.stop())
    log.info({ dumpId, outcome }, 'rejects parsed again')
    if (outcome === 'otherwise') {
      if (await rejects.restart(claim)) await queue.send('dump.split', { dumpId }, { key: dumpId })
    } else if (outcome === 'done') {
      // Closes the dump, as after its last chunk.
      const { run } = claim
      await queue.send(
        'chunk.parse',
        { dumpId, run, seq: 0 },
        { key: `${dumpId}-${run}-rejects-${claim.epoch}` },
      )
    }
  }
}

/** A dump that cannot be read as before is parsed as a whole, and fails there with its reason if it must. */
async function parseAll(deps: RejectsDeps, claim: RejectsClaim, signal: AbortSignal): Promise<Outcome> {
  let chunk: RejectsChunk | null = null
  try {
    const source = await open(claim)
    await using entries = entriesAt(source.entries)
    for (;;) {
      signal.throwIfAborted()
      chunk = await deps.rejects.next(claim)
      if (!chunk) break
      const done = await parseOne(deps, claim, { chunk, entries })
      if (done !== 'done') return done
    }
    return (await deps.rejects.finish(claim)) ? 'done' : 'lost'
  } catch (error) {
    if (error instanceof DumpError) return 'otherwise'
    const blameless = signal.aborted || isDatabaseAway(error) ? chunk : null
    await deps.rejects.release(claim, { blameless }).catch(() => {})
    throw error
  }
}

/** In the format that the dump was found to have; its size was looked at when it was split. */
async function open({ bytes, format, date }: RejectsClaim) {
  const { bytes: unread } = await peekArchive(bytes)
  return openDump(unread, {
    format: knownFormat(format),
    maxInflatedBytes: Number.MAX_SAFE_INTEGER,
    day: date,
  })
}

type Work = { chunk: RejectsChunk; entries: ReturnType<typeof entriesAt> }

async function parseOne(deps: RejectsDeps, claim: RejectsClaim, { chunk, entries }: Work): Promise<Outcome> {
  const { rejects, count } = deps
  if (chunk.attempts > MAX_ATTEMPTS) return (await rejects.skip(claim, chunk)) ? 'done' : 'lost'
  const runs = await entries.take(chunk.rejects)
  if (!runs) return 'otherwise'
  const format = formatNamed(claim.format) ?? { name: claim.format, abstractRequired: false }
  const understood = await understandEntries(runs, format)
  const result = await mergeChunk((write) => rejects.commit(claim, chunk, write), claim, understood)
  if (!result) return 'lost'
  for (const outcome of ['created', 'updated', 'unchanged'] as const) count(outcome, result.counts[outcome])
  return 'done'
}
