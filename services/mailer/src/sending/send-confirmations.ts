import type { Confirmations, LinkTokens } from '@paperboy/database'
import type { Log } from '@paperboy/service-kit'
import type { composeMail } from '../mail/compose-mail.ts'
import { renderConfirmation } from '../mail/render-confirmation.ts'
import type { MailTransport } from '../transport/mail-transport.ts'

export type ConfirmDeps = {
  confirmations: Confirmations
  links: LinkTokens
  publicUrl: string
  compose: ReturnType<typeof composeMail>
  transport: Pick<MailTransport, 'send'>
  messageId: (subscriberId: string, name: string) => string
  log: Log
  now: () => Date
}

const BATCH = 20

/** Sends the confirmation mails that were asked for. Returns how many were taken. */
export async function sendConfirmations(deps: ConfirmDeps, signal: AbortSignal): Promise<number> {
  let sent = 0
  while (!signal.aborted) {
    const batch = await deps.confirmations.claim(BATCH)
    if (batch.length === 0) return sent
    sent += batch.length
    await Promise.all(batch.map((confirmation) => sendOne(deps, confirmation)))
  }
  return sent
}

async function sendOne(
  deps: ConfirmDeps,
  { id, subscriberId, email }: Awaited<ReturnType<Confirmations['claim']>>[number],
) {
  const own = deps.links.token('subscriber', subscriberId)
  const unsubscribe = `${deps.publicUrl}/unsubscribe/${own}`
  const confirm = `${deps.publicUrl}/confirm/${deps.links.token('confirm', id)}`
  const mail = await deps.compose({
    kind: 'confirmation',
    ...renderConfirmation({ links: { confirm, unsubscribe } }),
    to: { address: email },
    messageId: deps.messageId(subscriberId, `confirm-${id}`),
    date: deps.now(),
    bounceToken: own,
    list: { unsubscribe },
  })
  const result = await deps.transport.send(mail)
  if (result.kind === 'retry') await deps.confirmations.putBack(id)
  if (result.kind !== 'sent')
    deps.log.warn({ subscriberId, result: result.kind, reason: result.reason }, 'confirmation not sent')
}
