import { expect, test } from 'vitest'
import { aGateway } from '../a-gateway.suite.ts'

const app = await aGateway()

test.each([
  [{ query: 5 }, 'query must be one of string, null.'],
  [{ query: 'a'.repeat(501) }, 'query must NOT have more than 500 characters.'],
  [{ frequency: 'monthly' }, 'frequency must be one of daily, weekly.'],
  [{ hour: 24 }, 'hour must be <= 23.'],
  [{ hour: null }, 'hour must be integer.'],
])('%j is refused with words that say what it may be', async (wrong, message) => {
  const payload = { email: 'reader@example.org', ...wrong }
  const response = await app.inject({ method: 'POST', url: '/v1/subscriptions', payload })
  expect(response.json()).toMatchObject({ code: 'BAD_REQUEST', message })
})
