import { expect, test } from 'vitest'
import { aGateway, elsewhere } from '../a-gateway.suite.ts'
import { clientQuotas, QUOTAS_PATTERN } from './client-quotas.ts'

const KEY = 'a-key-of-a-client'
const limited = () =>
  aGateway({ settings: { rateLimitPerMinute: 2, clientQuotas: `${KEY}=4,another-key-of-some=9` } })
const asked = (authorization?: string, remoteAddress = elsewhere) => ({
  url: '/v1/papers',
  remoteAddress,
  ...(authorization && { headers: { authorization } }),
})

test('every answer says what is left', async () => {
  const app = await limited()
  const { headers } = await app.inject(asked())
  expect(headers.ratelimit).toMatch(/^"api";r=1;t=\d+$/)
  expect(headers['ratelimit-policy']).toBe('"api";q=2;w=60')
  await app.inject(asked())
  const refused = await app.inject(asked())
  expect(refused.statusCode).toBe(429)
  expect(refused.headers.ratelimit).toMatch(/^"api";r=0;t=\d+$/)
  expect(refused.headers).toHaveProperty('retry-after')
})

test('a client with a key has its own quota, from wherever it asks', async () => {
  const app = await limited()
  const statuses: number[] = []
  for (let n = 0; n < 5; n++) {
    const response = await app.inject(asked(`Bearer ${KEY}`, `203.0.113.${n}`))
    statuses.push(response.statusCode)
    expect(response.headers['ratelimit-policy']).toBe('"api";q=4;w=60')
  }
  expect(statuses).toEqual([200, 200, 200, 200, 429])
  // Others at the same address are not concerned, and a key that nobody has is none.
  expect((await app.inject(asked())).headers['ratelimit-policy']).toBe('"api";q=2;w=60')
  expect((await app.inject(asked('Bearer unknown'))).headers['ratelimit-policy']).toBe('"api";q=2;w=60')
})

test('a key of a client opens nothing that is for operators', async () => {
  const { statusCode } = await (await limited()).inject({ ...asked(`Bearer ${KEY}`), url: '/v1/dumps' })
  expect(statusCode).toBe(403)
})

test('who is exempt is told of no limit', async () => {
  expect((await (await limited()).inject('/v1/papers')).headers).not.toHaveProperty('ratelimit')
})

test.each([
  ['0123456789abcdef=60', true],
  ['0123456789abcdef=60,fedcba9876543210=7', true],
  ['short=60', false],
  ['0123456789abcdef=0', false],
  ['0123456789abcdef', false],
  ['0123456789abcdef=60,', false],
])('CLIENT_QUOTAS may be %s: %s', (text, valid) => {
  expect(new RegExp(QUOTAS_PATTERN).test(text)).toBe(valid)
})

test('without any there are none', () => {
  expect(clientQuotas(undefined)({ headers: { authorization: 'Bearer x' } })).toBeNull()
})
