import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Intake, IntakeOptions, StoredDump } from '@paperboy/database'
import type { JobQueue } from '@paperboy/queue'
import { AppError, type Log } from '@paperboy/service-kit'

export type FeedDeps = {
  intake: Intake
  queue: Pick<JobQueue, 'send'>
  log: Log
  maxDumpBytes: number
}

/** Feeds a file as a dump. The bytes are safe when it returns; a queue that is away only delays the work. */
export async function feedFile(deps: FeedDeps, path: string): Promise<StoredDump> {
  const options = { filename: basename(path), date: null, format: 'auto', maxBytes: deps.maxDumpBytes }
  return feedBytes(deps, createReadStream(path), options)
}

/** The same of bytes that come from elsewhere. */
export async function feedBytes(
  deps: FeedDeps,
  bytes: AsyncIterable<Uint8Array>,
  options: IntakeOptions,
): Promise<StoredDump> {
  const { filename } = options
  const stored = await deps.intake.store(bytes, options)
  const { dump, duplicate, job } = stored
  deps.log.info({ dumpId: dump.id, filename, bytes: dump.bytes, duplicate }, 'dump received')
  if (job) await announce(deps, job, dump.id)
  return stored
}

export async function announce(
  deps: Pick<FeedDeps, 'queue' | 'log'>,
  job: 'dump.split' | 'dump.day',
  dumpId: string,
): Promise<void> {
  try {
    await deps.queue.send(job, { dumpId }, { key: dumpId })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    deps.log.warn({ dumpId, code: error.code }, 'dump stored, the sweeper will announce it')
  }
}
