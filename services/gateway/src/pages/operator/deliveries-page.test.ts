import { expect, test } from 'vitest'
import { someDeps } from '../../a-gateway.suite.ts'
import { signedIn } from './an-operator.suite.ts'

test.each([
  [{ done: false, waiting: 0 }, 'The mailer plans and sends it now: 1 sent so far.', true],
  [{ done: true, waiting: 1 }, 'The mailer plans and sends it now', true],
  [{ done: true, waiting: 0 }, '2 planned, 1 sent, 0 skipped, 1 failed.', false],
  [{ done: true, waiting: 0, planned: 0 }, 'Nobody to send to', false],
])('a digest that was asked for: %o', async (given, text, lookAgain) => {
  const { mail } = someDeps()
  const request = { date: '2026-11-24', planned: 2, sent: 1, skipped: 0, failed: 1, ...given }
  const { get } = await signedIn({
    mail: { ...mail, sendRequest: async (id) => (id === 'r1' ? request : null) },
  })
  const { body } = await get('/operator/deliveries?date=2026-11-24&request=r1&done=sending')
  expect(body).toContain(text)
  expect(body.includes('data-again')).toBe(lookAgain)
  expect((await get('/operator/deliveries?date=2026-11-24&request=r2')).body).not.toContain(text)
})
