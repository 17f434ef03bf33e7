import {
  emailKey,
  parseTimeZone,
  readEmailAddress,
  type SubscriptionRequest,
  scheduleOf,
} from '@paperboy/contracts'
import type { Wants } from '@paperboy/database'
import { AppError } from '@paperboy/service-kit'
import type { FastifyRequest } from 'fastify'
import type { Queue, SubscriptionStore } from '../deps.ts'
import type { CountNetwork } from './network-limit.ts'
import { wakeMailer } from './wake-mailer.ts'

export type TakeDeps = {
  subscriptions: Pick<SubscriptionStore, 'request'>
  queue: Pick<Queue, 'send'>
  countNetwork: CountNetwork
}

/**
 * Notes that somebody wants mails. It says nothing about what was known of the address, here or by a
 * different answer; a confirmation mail follows if one is due.
 */
export async function takeRequest(
  { subscriptions, queue, countNetwork }: TakeDeps,
  wanted: SubscriptionRequest,
  { request, source }: { request: FastifyRequest; source: 'api' | 'page' },
): Promise<void> {
  const address = readEmailAddress(wanted.email)
  if (address.kind === 'refused') throw new AppError('BAD_REQUEST', `email is not valid: ${address.reason}.`)
  const wants = readWants(wanted)
  await countNetwork(request)
  const outcome = await subscriptions.request(address.address, emailKey(address.address), wants, source)
  request.log.debug({ outcome }, 'subscription asked for')
  // Also when no mail is due: the answer must not tell by the time it takes.
  await wakeMailer(queue, request.log)
}

function readWants(wanted: SubscriptionRequest): Wants {
  const timeZone = parseTimeZone(wanted.timeZone ?? 'UTC')
  if (!timeZone) {
    throw new AppError(
      'BAD_REQUEST',
      'timeZone is not valid: it must be the name of an IANA time zone, such as Europe/Berlin.',
    )
  }
  const { hour, frequency, weekdays, maxPapers } = scheduleOf(wanted)
  return { topics: [wanted.query?.trim() || null], timeZone, hour, frequency, weekdays, maxPapers }
}
