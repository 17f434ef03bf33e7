import type { ClaimedDelivery, Deliveries, DeliveryEnd } from '@paperboy/database'
import { AppError, type Log } from '@paperboy/service-kit'
import type { SendResult } from '../transport/mail-transport.ts'
import { retryAt } from './retry-at.ts'

export type SendDeps = {
  deliveries: Pick<Deliveries, 'next' | 'settle' | 'renew'>
  /** Composes and sends the mail of a delivery. Throws only when it is certain that nothing was sent. */
  send: (delivery: ClaimedDelivery, signal: AbortSignal) => Promise<SendResult>
  /** What a refusal of the address (5yz) means for later mails. */
  refused: (delivery: ClaimedDelivery, reason: string) => Promise<void>
  log: Log
  count: (state: DeliveryEnd['state']) => void
  /** Connections at work: so many deliveries at most are unknown when the mailer is killed. */
  lanes: number
}

const LEASE_MS = 60_000
const RENEW_MS = 20_000

/** Sends what is due until nothing is. Each lane has one delivery in its hands at a time. */
export async function sendDue(deps: SendDeps, signal: AbortSignal): Promise<void> {
  const lanes = Array.from({ length: deps.lanes }, () => lane(deps, signal))
  const failed = (await Promise.allSettled(lanes)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

async function lane(deps: SendDeps, signal: AbortSignal): Promise<void> {
  let before: Parameters<Deliveries['next']>[0] = null
  for (;;) {
    // Settling the last one and taking the next is one commit: the disk is the limit here, not SMTP.
    const delivery: ClaimedDelivery | null = signal.aborted
      ? await settleOnly(deps, before)
      : await deps.deliveries.next(before, LEASE_MS)
    if (!delivery) return
    const end = await deliver(deps, delivery, signal)
    deps.count(end.state)
    before = { delivery, end }
  }
}

async function settleOnly(deps: SendDeps, before: Parameters<Deliveries['next']>[0]): Promise<null> {
  if (before) await deps.deliveries.settle(before)
  return null
}

async function deliver(deps: SendDeps, delivery: ClaimedDelivery, signal: AbortSignal): Promise<DeliveryEnd> {
  const { issueId, attempts } = delivery
  const lease = setInterval(() => void deps.deliveries.renew(delivery, LEASE_MS).catch(() => {}), RENEW_MS)
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
        if (result.of === 'recipient') await deps.refused(delivery, result.reason)
        return { state: 'failed', error: result.reason }
      case 'retry':
        return { state: 'retry', error: result.reason, dueAt: retryAt(attempts) }
      default:
        return result satisfies never
    }
  } catch (error) {
    deps.log.error({ err: error, issueId }, 'mail could not be composed')
    if (error instanceof AppError && error.code === 'BAD_REQUEST')
      return { state: 'failed', error: error.message }
    return { state: 'retry', error: (error as Error).message, dueAt: retryAt(attempts) }
  } finally {
    clearInterval(lease)
  }
}
