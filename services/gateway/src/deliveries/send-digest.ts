import { setTimeout as delay } from 'node:timers/promises'
import type { MailOperators } from '@paperboy/database'

const LOOK_EVERY_MS = 250
const NOTHING = { planned: 0, sent: 0, skipped: 0, failed: 0, waiting: 0, done: false }

export type SendCounts = { planned: number; sent: number; skipped: number; failed: number }
export type SendOutcome = SendCounts & { ended: boolean }

type Deps = {
  mail: Pick<MailOperators, 'requestSend' | 'sendRequest'>
  wake: () => Promise<void>
  lookEveryMs?: number
}

/**
 * Has a day's digest sent and waits for what comes of it: until every mail that this planned was tried once,
 * or the signal aborts. The mailer goes on in any case.
 */
export async function sendDigest(deps: Deps, date: string, signal: AbortSignal): Promise<SendOutcome> {
  const { mail } = deps
  const id = await mail.requestSend(date)
  await deps.wake()
  for (;;) {
    const { planned, sent, skipped, failed, waiting, done } = (await mail.sendRequest(id)) ?? NOTHING
    const ended = done && waiting === 0
    if (ended || signal.aborted) return { ended, planned, sent, skipped, failed }
    await delay(deps.lookEveryMs ?? LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
  }
}
