import type { SourceEntry } from '@paperboy/contracts'
import type { Database, DryRunAnswer, DryRunClaim } from '@paperboy/database'
import {
  archiveMembers,
  DumpCut,
  DumpError,
  inFormat,
  knownFormat,
  openDump,
  peekArchive,
} from '@paperboy/formats'
import type { PaperPlan } from '../plan-papers.ts'
import { understandEntries } from '../understand-entries.ts'
import { metBefore } from './met-before.ts'
import { planOnly } from './plan-only.ts'
import { type Tally, tally } from './tally.ts'

const CHUNK = 500
const MAX_MEMBERS = 10_000

export type DryRunLimits = { maxInflatedBytes: number; maxRecords: number; maxMs: number }

type Run = {
  db: Database
  claim: Pick<DryRunClaim, 'format' | 'date' | 'receivedAt'>
  limits: DryRunLimits
  signal: AbortSignal
  sum: Tally
  met: (plan: PaperPlan) => boolean
  /** Whether there are records and time left. */
  goesOn: () => boolean
}
type Found = { format: string; date: string | null }

/** Reads a dump as the fetcher and the parser would, and says what would become of it. Writes nothing. */
export async function reportOnly(
  db: Database,
  claim: DryRunClaim,
  limits: DryRunLimits,
  signal: AbortSignal,
): Promise<DryRunAnswer> {
  const until = performance.now() + limits.maxMs
  const sum = tally()
  const goesOn = () => sum.counts.records < limits.maxRecords && performance.now() < until
  const run = { db, claim, limits, signal, sum, met: metBefore(), goesOn }
  try {
    const { kind, bytes } = await peekArchive(claim.bytes)
    const found = kind ? await readArchive(run, kind, bytes) : await readFile(run, bytes)
    return { dryRun: true, ...found, ...sum.result(), complete: goesOn() }
  } catch (error) {
    if (!(error instanceof DumpError)) throw error
    return { error: { code: error.code, message: error.message } }
  }
}

async function readFile(run: Run, bytes: AsyncIterable<Uint8Array>): Promise<Found> {
  const { claim, limits, sum, signal } = run
  const day = claim.date ?? claim.receivedAt.toISOString().slice(0, 10)
  const { maxInflatedBytes } = limits
  const format = knownFormat(claim.format)
  const source = inFormat(await openDump(bytes, { format, maxInflatedBytes, day }), format)
  const date = claim.date ?? source.statedDate ?? day
  let ordinal = 0
  for await (const entries of chunked(source.entries)) {
    signal.throwIfAborted()
    const { said, rejects, notes } = await understandEntries(
      [{ firstOrdinal: ordinal, entries }],
      source.format,
    )
    const merged = await planOnly(run.db, said, { date, receivedAt: claim.receivedAt, met: run.met })
    sum.chunk(merged, notes)
    for (const reject of rejects) sum.reject(reject)
    ordinal += entries.length
    if (!run.goesOn()) break
  }
  if (ordinal === 0 && !source.format.mayBeEmpty)
    throw new DumpError('DUMP_EMPTY', 'The dump holds no records. Check that the file is complete.')
  return { format: source.format.name, date }
}

/** Each file would be a dump of its own; those that cannot be one count as a reject here. */
async function readArchive(run: Run, kind: string, bytes: AsyncIterable<Uint8Array>): Promise<Found> {
  const { maxInflatedBytes } = run.limits
  let files = 0
  try {
    for await (const member of archiveMembers(bytes, { maxInflatedBytes, maxMembers: MAX_MEMBERS })) {
      files += 1
      await readMember(run, member, `file ${files}`)
      if (!run.goesOn()) break
    }
  } catch (error) {
    if (!(error instanceof DumpCut)) throw error
    if (files === 0) throw new DumpError('DUMP_UNREADABLE', `${error.message}. Send the complete file.`)
    const reason = `${error.message}. What follows is lost.`
    run.sum.reject({ position: `file ${files + 1}`, code: 'TRUNCATED', reason, excerpt: '' })
  }
  return { format: kind, date: run.claim.date }
}

type Member = { name: string; bytes: AsyncIterable<Uint8Array> }

async function readMember(run: Run, { name, bytes }: Member, position: string): Promise<void> {
  try {
    await readFile(run, bytes)
  } catch (error) {
    const own = error instanceof DumpCut || (error instanceof DumpError && error.code !== 'DUMP_TOO_LARGE')
    if (!own) throw error
    const code = error instanceof DumpError ? error.code : 'DUMP_UNREADABLE'
    run.sum.reject({ position, code, reason: error.message, excerpt: name.slice(0, 200) })
  }
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
