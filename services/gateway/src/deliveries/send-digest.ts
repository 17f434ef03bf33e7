import { setTimeout as delay } from 'node:timers/promises'
import type { MailOperators } from '@paperboy/database'

const LOOK_EVERY_MS = 250

export type SendCounts = { planned: number; sent: number; skipped: number; failed: number }
export type SendOutcome = SendCounts & { ended: boolean }

type Deps = {
  mail: Pick<MailOperators, 'requestSend' | 'sendRequest' | 'report'>
  wake: () => Promise<void>
  lookEveryMs?: number
}

/**
 * Has a day's digest sent and waits for what comes of it: until every mail of that day was tried once, or
 * the signal aborts. The mailer goes on in any case.
 */
export async function sendDigest(deps: Deps, date: string, signal: AbortSignal): Promise<SendOutcome> {
  const { mail } = deps
  const before = await mail.report(date)
  const id = await mail.requestSend(date)
  await deps.wake()
  for (;;) {
    const request = await mail.sendRequest(id)
    // After the request, so that what it has planned is in it.
    const now = await mail.report(date)
    const atWork = !request?.done || (now.planned ?? 0) + (now.sending ?? 0) > 0
    if (!atWork || signal.aborted) {
      const since = (...states: string[]) => difference(before, now, states)
      return {
        ended: !atWork,
        planned: request?.planned ?? 0,
        sent: since('sent'),
        skipped: (request?.skipped ?? 0) + since('suppressed'),
        failed: since('failed', 'unknown', 'retry'),
      }
    }
    await delay(deps.lookEveryMs ?? LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}

/** An earlier request for the same day has its share in the states: what was there before is not counted again. */
function difference(before: Record<string, number>, now: Record<string, number>, states: string[]): number {
  const sum = (counts: Record<string, number>) =>
    states.reduce((total, state) => total + (counts[state] ?? 0), 0)
  return Math.max(0, sum(now) - sum(before))
}
