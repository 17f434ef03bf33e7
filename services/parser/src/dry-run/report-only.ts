import type { Reject, RejectedForCode, SourceEntry } from '@paperboy/contracts'
import type { Database, DryRunAnswer, DryRunClaim } from '@paperboy/database'
import { DumpError, knownFormat, openDump } from '@paperboy/formats'
import { addNotes, chunkNotes } from '../chunk-notes.ts'
import { readEntries } from '../read-entries.ts'
import { metBefore } from './met-before.ts'
import { planOnly } from './plan-only.ts'

const CHUNK = 500
const REJECTS_SHOWN = 100
const EXAMPLES = 3

export type DryRunLimits = { maxInflatedBytes: number; maxRecords: number; maxMs: number }

/** Reads a dump as the fetcher and the parser would, and says what would become of it. Writes nothing. */
export async function reportOnly(
  db: Database,
  claim: DryRunClaim,
  limits: DryRunLimits,
  signal: AbortSignal,
): Promise<DryRunAnswer> {
  try {
    return await report(db, claim, limits, signal)
  } catch (error) {
    if (!(error instanceof DumpError)) throw error
    return { error: { code: error.code, message: error.message } }
  }
}

async function report(db: Database, claim: DryRunClaim, limits: DryRunLimits, signal: AbortSignal) {
  const { receivedAt } = claim
  const until = performance.now() + limits.maxMs
  const day = claim.date ?? receivedAt.toISOString().slice(0, 10)
  const { maxInflatedBytes } = limits
  const source = await openDump(claim.bytes, { format: knownFormat(claim.format), maxInflatedBytes, day })
  const date = claim.date ?? source.statedDate ?? day
  const met = metBefore()
  const counts = { records: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }
  const rejects: Reject[] = []
  const byCode = new Map<string, RejectedForCode>()
  let notes = chunkNotes([], [])
  let complete = true
  for await (const entries of chunked(source.entries)) {
    signal.throwIfAborted()
    const read = readEntries(entries, counts.records, source.format)
    const merged = await planOnly(db, read.items, { date, receivedAt, met })
    for (const { ordinal: _, ...reject } of read.rejects) countReject(byCode, rejects, reject)
    for (const outcome of ['created', 'updated', 'unchanged'] as const) counts[outcome] += merged[outcome]
    counts.rejected += read.rejects.length
    counts.records += entries.length
    notes = addNotes(notes, chunkNotes(entries, read.items))
    complete = counts.records < limits.maxRecords && performance.now() < until
    if (!complete) break
  }
  if (counts.records === 0 && !source.format.mayBeEmpty)
    throw new DumpError('DUMP_EMPTY', 'The dump holds no records. Check that the file is complete.')
  const rejected = [...byCode.values()].sort((a, b) => b.count - a.count)
  const format = source.format.name
  return { dryRun: true as const, format, date, counts, ...notes, rejected, rejects, complete }
}

function countReject(byCode: Map<string, RejectedForCode>, rejects: Reject[], reject: Reject): void {
  const { code } = reject
  const known = byCode.get(code) ?? { code, count: 0, examples: [] }
  known.count += 1
  if (known.examples.length < EXAMPLES) known.examples.push(reject)
  byCode.set(code, known)
  if (rejects.length < REJECTS_SHOWN) rejects.push(reject)
}

async function* chunked(entries: AsyncIterable<SourceEntry>): AsyncGenerator<SourceEntry[]> {
  let chunk: SourceEntry[] = []
  for await (const entry of entries) {
    chunk.push(entry)
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
