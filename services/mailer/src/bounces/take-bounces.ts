import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bounces, ReportedBounce, StoredBounce } from '@paperboy/database'
import type { Log } from '@paperboy/service-kit'
import { type MailedBounce, readBounce } from './read-bounce.ts'
import { readMailbox, type StoredMail } from './read-mailbox.ts'

export type TakeDeps = {
  /** An mbox file, a Maildir, or a folder of `.eml` files; nothing in it is changed. */
  mailbox: string
  /** Of the envelope sender: what stands before +TOKEN@. */
  localPart: string
  bounces: Pick<Bounces, 'untaken' | 'take'>
  rule: (bounces: StoredBounce[]) => boolean
  log: Log
}

const BATCH = 100

/**
 * Takes the bounces and complaints that lie in a mailbox, each mail once. Only a token or a Message-ID of
 * ours counts: anybody can write a report about somebody's address.
 */
export function takeBounces(deps: TakeDeps): () => Promise<number> {
  let seen = ''
  return async () => {
    const state = await mailboxState(deps.mailbox)
    if (state === seen) return 0
    let taken = 0
    for await (const batch of batches(readMailbox(deps.mailbox))) taken += await takeBatch(deps, batch)
    seen = state
    return taken
  }
}

/** Changes whenever a mail comes; a mailbox that is as it was is not read. */
async function mailboxState(path: string): Promise<string> {
  const places = [path, join(path, 'new'), join(path, 'cur')]
  const states = places.map((place) =>
    stat(place).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => '',
    ),
  )
  return (await Promise.all(states)).join()
}

async function takeBatch({ bounces, rule, localPart, log }: TakeDeps, mails: StoredMail[]): Promise<number> {
  const untaken = await bounces.untaken(mails.map(({ name }) => name))
  let taken = 0
  for (const { name, mail } of mails) {
    if (!untaken.has(name)) continue
    const report = await readBounce(mail, { localPart })
    const isKnown = await bounces.take(name, report && proven(report), rule)
    if (isKnown) taken += 1
    log.info({ mail: name, type: report?.type ?? null, isKnown }, 'mail of the bounce mailbox read')
  }
  return taken
}

function proven({ token, messageId, type, detail = '' }: MailedBounce): ReportedBounce | null {
  if (!token && !messageId) return null
  return { type, detail, ...(token && { token }), ...(messageId && { messageId }) }
}

async function* batches(mails: AsyncIterable<StoredMail>): AsyncGenerator<StoredMail[]> {
  let batch: StoredMail[] = []
  for await (const mail of mails) {
    batch.push(mail)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
