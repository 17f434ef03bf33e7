import type { Reject } from '@paperboy/contracts'
import type { ArchiveStore, Intake, SplitClaim, SplitStore } from '@paperboy/database'
import { archiveMembers, DumpCut, DumpError, type PeekedArchive, peekArchive } from '@paperboy/formats'
import type { JobQueue } from '@paperboy/queue'
import { AppError, keepLease, type Log } from '@paperboy/service-kit'
import { announce } from '../feed-file.ts'

export type ArchiveDeps = {
  splits: Pick<SplitStore, 'renew'>
  archives: ArchiveStore
  intake: Intake
  queue: Pick<JobQueue, 'send'>
  log: Log
  maxDumpBytes: number
  maxInflatedBytes: number
}

type Refusal = Reject & { ordinal: number }
type Archive = {
  kind: NonNullable<PeekedArchive['kind']>
  bytes: AsyncGenerator<Uint8Array>
  leaseMs: number
}

const MAX_MEMBERS = 10_000

/**
 * Stores each file of an archive as a dump of its own. Files that cannot be one are refused and the others
 * stay; a limit of the whole archive throws DumpError. False when the claim was lost.
 */
export async function splitArchive(
  deps: ArchiveDeps,
  claim: SplitClaim,
  { kind, bytes, leaseMs }: Archive,
  signal: AbortSignal,
): Promise<boolean> {
  const refused: Refusal[] = []
  const lease = keepLease(() => deps.splits.renew(claim, leaseMs), leaseMs / 3)
  let seq = 0
  try {
    const limits = { maxInflatedBytes: deps.maxInflatedBytes, maxMembers: MAX_MEMBERS }
    for await (const member of archiveMembers(bytes, limits)) {
      signal.throwIfAborted()
      const childId = await storeMember(deps, claim, member)
      if (typeof childId !== 'string') refused.push(refusal(seq, member.name, childId))
      else if (!(await deps.archives.addMember(claim, { seq, childId }, leaseMs))) return false
      seq += 1
    }
  } catch (error) {
    if (!(error instanceof DumpCut) || seq === 0) throw asDumpError(error)
    refused.push(refusal(seq, '', { code: 'TRUNCATED', reason: `${error.message}. What follows is lost.` }))
    seq += 1
  } finally {
    lease.stop()
  }
  if (seq === 0) throw new DumpError('DUMP_EMPTY', 'The archive holds no files. Check that it is complete.')
  const held = await deps.archives.finish(claim, { format: kind, members: seq, refused })
  const { dumpId } = claim
  if (held) deps.log.info({ dumpId, format: kind, files: seq, refused: refused.length }, 'archive split')
  await deps.queue.send('index.pending', {}, { key: 'index' })
  return held
}

type Why = { code: string; reason: string }

/** The id of the member's dump, or why there is none. */
async function storeMember(
  deps: ArchiveDeps,
  claim: SplitClaim,
  member: { name: string; bytes: AsyncGenerator<Uint8Array> },
): Promise<string | Why> {
  try {
    const { kind, bytes } = await peekArchive(member.bytes)
    if (kind) {
      await bytes.return(undefined)
      return {
        code: 'NESTED_ARCHIVE',
        reason: `It is a ${kind} within the archive. Unpack it and feed its files.`,
      }
    }
    const { dump, job } = await deps.intake.store(bytes, {
      ...{ filename: member.name, date: claim.date, format: claim.formatAsked },
      maxBytes: deps.maxDumpBytes,
    })
    // One that a replay of the archive began anew has no job of its own.
    const next = job ?? (dump.status === 'received' ? 'dump.split' : null)
    if (next) await announce(deps, next, dump.id)
    return dump.id
  } catch (error) {
    return whyNot(error)
  }
}

/** What is wrong with this file alone; all else is thrown. */
function whyNot(error: unknown): Why {
  if (error instanceof DumpCut) return { code: 'DUMP_UNREADABLE', reason: error.message }
  const own = error instanceof DumpError && error.code !== 'DUMP_TOO_LARGE'
  const tooLarge = error instanceof AppError && error.code === 'DUMP_TOO_LARGE'
  if (own || tooLarge) return { code: error.code, reason: error.message }
  throw error
}

function refusal(seq: number, name: string, { code, reason }: Why): Refusal {
  return { ordinal: seq, position: `file ${seq + 1}`, code, reason, excerpt: name.slice(0, 200) }
}

function asDumpError(error: unknown): unknown {
  if (!(error instanceof DumpCut)) return error
  const message = `The archive cannot be unpacked: ${error.message}. Send the complete file.`
  return new DumpError('DUMP_UNREADABLE', message, { cause: error })
}
