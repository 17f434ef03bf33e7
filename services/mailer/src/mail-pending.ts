import type { Deliveries, MailOperators, Subscriptions } from '@paperboy/database'
import type { Log } from '@paperboy/service-kit'
import { planDate } from './planning/plan-date.ts'
import { type PlanDeps, planDue } from './planning/plan-due.ts'
import { answerPreviews, type PreviewDeps } from './previews/answer-previews.ts'
import { type ConfirmDeps, sendConfirmations } from './sending/send-confirmations.ts'
import { type SendDeps, sendDue } from './sending/send-due.ts'

export type PendingDeps = {
  plan: PlanDeps
  send: SendDeps
  confirm: ConfirmDeps
  deliveries: Pick<Deliveries, 'markUnknown' | 'giveUp'>
  operators: Pick<MailOperators, 'openSendRequests' | 'finishSendRequest'>
  subscriptions: Pick<Subscriptions, 'expire'>
  previews: PreviewDeps
  /** Reads the bounce mailbox, where there is one. */
  takeBounces?: () => Promise<number>
  log: Log
}

/** After so long with mails the rest is looked at: a confirmation, an operator, another hour that has struck. */
const SENDING_MS = 10_000

/**
 * One round of the mailer: everything that Postgres says is to be done now. The queue and the clock only
 * wake it; two mailers at it at the same time take different rows.
 */
export function mailPending(deps: PendingDeps) {
  return async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      await plan(deps, signal)
      const slice = AbortSignal.timeout(SENDING_MS)
      if (!signal.aborted) await sendDue(deps.send, AbortSignal.any([signal, slice]))
      if (signal.aborted || !slice.aborted) return
    }
  }
}

async function plan(deps: PendingDeps, signal: AbortSignal): Promise<void> {
  const { log } = deps
  const unknown = await deps.deliveries.markUnknown()
  deps.send.count('unknown', unknown)
  if (unknown > 0) log.warn({ deliveries: unknown }, 'a mailer ended while sending; held for the operator')
  deps.send.count('failed', await deps.deliveries.giveUp())
  await deps.subscriptions.expire()
  // A mailbox that cannot be read must not keep any mail from going out.
  await deps.takeBounces?.().catch((err: unknown) => log.warn({ err }, 'bounces not read'))
  await sendConfirmations(deps.confirm, signal)
  await answerPreviews(deps.previews)
  await planRequests(deps)
  const counts = await planDue(deps.plan)
  if (counts.planned + counts.empty + counts.late > 0) log.info(counts, 'issues planned')
}

async function planRequests({ operators, plan, log }: PendingDeps): Promise<void> {
  for (const { id, date } of await operators.openSendRequests()) {
    const { planned, empty, paused } = await planDate(plan, date)
    await operators.finishSendRequest(id)
    log.info({ date, planned, skipped: empty + paused }, 'digest planned for an operator')
  }
}
