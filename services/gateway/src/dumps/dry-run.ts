import { setTimeout as delay } from 'node:timers/promises'
import type { DryRun } from '@paperboy/contracts'
import type { DryRuns } from '@paperboy/database'
import { AppError, type ErrorCode, errorCodes } from '@paperboy/service-kit'
import type { Queue } from '../deps.ts'

/** Longer than the parser takes for the most that it looks at, and not as long as a connection may be silent. */
const WAIT_MS = 100_000
const LOOK_EVERY_MS = 100

type Deps = {
  dryRuns: Pick<DryRuns, 'request' | 'answer' | 'remove'>
  queue: Pick<Queue, 'send'>
  /** Aborts when the server closes. */
  closing: AbortSignal
  waitMs?: number
}

/** Asks the parser what a dump would do. Whatever comes of it, nothing of the dump stays. */
export async function dryRun(
  deps: Deps,
  bytes: AsyncIterable<Uint8Array>,
  options: Parameters<DryRuns['request']>[1],
): Promise<DryRun> {
  const { dryRuns, queue, closing, waitMs = WAIT_MS } = deps
  const asked = await dryRuns.request(bytes, options)
  try {
    await queue.send('dump.try', { dryRunId: asked.id }, { key: asked.id })
    const signal = AbortSignal.any([AbortSignal.timeout(waitMs), closing])
    while (!signal.aborted) {
      const answer = await dryRuns.answer(asked.id)
      if (answer && 'error' in answer) throw new AppError(knownCode(answer.error.code), answer.error.message)
      if (answer) return { ...answer, bytes: asked.bytes }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
    }
    throw new AppError('UNAVAILABLE', 'The parser did not answer. See whether it runs, and try again.')
  } finally {
    await dryRuns.remove(asked.id)
  }
}

function knownCode(code: string): ErrorCode {
  return Object.keys(errorCodes).includes(code) ? (code as ErrorCode) : 'DUMP_UNREADABLE'
}
