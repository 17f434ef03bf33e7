import { setTimeout as sleep } from 'node:timers/promises'
import type { ClaimedDelivery, Deliveries, DeliveryEnd } from '@paperboy/database'
import { AppError, keepLease, type Log } from '@paperboy/service-kit'
import type { SendResult } from '../transport/mail-transport.ts'
import { retryAt } from './retry-at.ts'

export type SendDeps = {
  deliveries: Pick<Deliveries, 'next' | 'settle' | 'renew'>
  /** Composes and sends the mail of a delivery. Throws only when it is certain that nothing was sent. */
  send: (delivery: ClaimedDelivery, signal: AbortSignal) => Promise<SendResult>
  /** What a refusal of the address (5yz) means for later mails. */
  refused: (delivery: ClaimedDelivery, refusal: Refusal) => Promise<void>
  log: Log
  count: (state: DeliveryEnd['state'], deliveries?: number) => void
  /** Connections at work: so many deliveries at most are unknown when the mailer is killed. */
  lanes: number
  /** Pause before the second attempt at a mail that was put off. */
  retryMs: number
  /** How long a delivery is ours without a sign of life. */
  leaseMs: number
}

export type Refusal = Extract<SendResult, { kind: 'refused' }>
type Settled = NonNullable<Parameters<Deliveries['next']>[0]>

const WRITE_ATTEMPTS = 5
const WRITE_PAUSE_MS = 1_000

/** Sends what is due until nothing is, or the signal aborts. Each lane has one delivery in its hands at a time. */
export async function sendDue(deps: SendDeps, signal: AbortSignal): Promise<void> {
  const lanes = Array.from({ length: deps.lanes }, () => lane(deps, signal))
  const failed = (await Promise.allSettled(lanes)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

async function lane(deps: SendDeps, signal: AbortSignal): Promise<void> {
  let before: Settled | null = null
  while (!signal.aborted) {
    const delivery = await settleAndTake(deps, before)
    if (!delivery) return
    const end = await deliver(deps, delivery, signal)
    deps.count(end.state)
    before = { delivery, end }
  }
  if (before) await settleSurely(deps, before)
}

/** Settling the last one and taking the next is one commit: the disk is the limit here, not SMTP. */
async function settleAndTake(deps: SendDeps, before: Settled | null): Promise<ClaimedDelivery | null> {
  try {
    return await deps.deliveries.next(before, deps.leaseMs)
  } catch (error) {
    // What was sent must not be held as unknown because Postgres was away for a moment.
    if (before) await settleSurely(deps, before)
    throw error
  }
}

function settleSurely(deps: SendDeps, settled: Settled): Promise<void> {
  return severalTimes(() => deps.deliveries.settle(settled))
}

/**
 * A refusal is final whether or not the bounce could be written down: the mail is not tried again, and a
 * bounce that was lost is made up for by the refusal of the next mail.
 */
async function recordRefusal(deps: SendDeps, delivery: ClaimedDelivery, refusal: Refusal): Promise<void> {
  try {
    await severalTimes(() => deps.refused(delivery, refusal))
  } catch (error) {
    deps.log.error({ err: error, issueId: delivery.issueId }, 'bounce could not be recorded')
  }
}

async function severalTimes(write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (attempt === WRITE_ATTEMPTS) throw error
      await sleep(WRITE_PAUSE_MS)
    }
  }
}

async function deliver(deps: SendDeps, delivery: ClaimedDelivery, signal: AbortSignal): Promise<DeliveryEnd> {
  const { issueId, attempts } = delivery
  const lease = keepLease(() => deps.deliveries.renew(delivery, deps.leaseMs), deps.leaseMs / 3)
  try {
    const result = await deps.send(delivery, signal)
    switch (result.kind) {
      case 'sent':
        return { state: 'sent', response: result.response }
      case 'unknown':
        deps.log.warn({ issueId, reason: result.reason }, 'delivery unknown, held for the operator')
        return { state: 'unknown', error: result.reason }
      case 'refused':
        // A refused message (a spam filter, a size) says nothing about the address.
        if (result.of === 'recipient') await recordRefusal(deps, delivery, result)
        return { state: 'failed', error: result.reason }
      case 'retry':
        return { state: 'retry', error: result.reason, dueAt: retryAt(attempts, deps.retryMs) }
      default:
        return result satisfies never
    }
  } catch (error) {
    deps.log.error({ err: error, issueId }, 'mail could not be composed')
    if (error instanceof AppError && error.code === 'BAD_REQUEST')
      return { state: 'failed', error: error.message }
    return { state: 'retry', error: (error as Error).message, dueAt: retryAt(attempts, deps.retryMs) }
  } finally {
    lease.stop()
  }
}
