import type { ClaimedDelivery, DeliveryEnd } from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { sendDue } from './send-due.ts'

const delivery: ClaimedDelivery = {
  ...{ issueId: 'issue', subscriberId: 'ada', email: 'ada@example.org', messageId: '<1@example.org>' },
  ...{ attempts: 1, epoch: 1, giveUpAt: new Date(), date: '2026-11-24', timeZone: 'UTC' },
  ...{ frequency: 'daily' as const, papers: [] },
}

test('a refused mail has failed, also when its bounce cannot be written down at once', async () => {
  const ends: DeliveryEnd[] = []
  const waiting = [delivery]
  let attempts = 0
  await sendDue(
    {
      deliveries: {
        next: async (before) => {
          if (before) ends.push(before.end)
          return waiting.shift() ?? null
        },
        settle: async ({ end }) => void ends.push(end),
        renew: async () => {},
      },
      send: async () => ({ kind: 'refused', code: 550, reason: 'no such user', of: 'recipient' }),
      refused: async () => {
        attempts += 1
        if (attempts === 1) throw new Error('Postgres is away')
      },
      log: createLogger('mailer', 'silent'),
      count: () => {},
      ...{ lanes: 1, retryMs: 1_000, leaseMs: 60_000 },
    },
    new AbortController().signal,
  )
  expect(ends).toEqual([{ state: 'failed', error: 'no such user' }])
  expect(attempts).toBe(2)
})
