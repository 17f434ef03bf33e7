import { AppError } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { aGateway, asOperator, elsewhere, promised } from '../a-gateway.suite.ts'

const down = async () => {
  throw new AppError('UNAVAILABLE', 'connect ECONNREFUSED 10.1.2.3:6379')
}

test('alive, whatever is missing', async () => {
  const app = await aGateway({ checks: { database: down } })
  expect(promised(app, 'GET /healthz', await app.inject('/healthz'))).toEqual({ status: 'ok' })
})

test('ready when everything is there', async () => {
  const app = await aGateway({ checks: { database: async () => {}, queue: async () => {} } })
  expect(promised(app, 'GET /readyz', await app.inject('/readyz'))).toEqual({ status: 'ready' })
})

test('not ready names what is missing, and no address', async () => {
  const app = await aGateway({ checks: { database: async () => {}, queue: down, search: down } })
  const response = await app.inject('/readyz')
  expect(response.statusCode).toBe(503)
  expect(response.headers['retry-after']).toBe('5')
  expect(promised(app, 'GET /readyz', response)).toMatchObject({
    code: 'UNAVAILABLE',
    missing: ['queue', 'search'],
  })
  expect(response.body).not.toContain('10.1.2.3')
})

test('measures are for this machine and for operators', async () => {
  const app = await aGateway()
  const ask = async (remoteAddress: string, headers = {}) =>
    (await app.inject({ url: '/metrics', remoteAddress, headers })).statusCode
  expect(await ask('127.0.0.1')).toBe(200)
  expect(await ask('::1')).toBe(200)
  expect(await ask(elsewhere)).toBe(401)
  expect(await ask('127.0.0.1', { 'x-forwarded-for': elsewhere })).toBe(401)
  expect(await ask(elsewhere, asOperator)).toBe(200)
})

test('a request is measured under the pattern of its route', async () => {
  const seen: object[] = []
  const app = await aGateway({
    metrics: { request: (request) => seen.push(request), text: async () => '', contentType: 'text/plain' },
  })
  await app.inject('/v1/papers/abc/similar')
  await app.inject('/nix')
  expect(seen).toEqual([
    { method: 'GET', route: '/v1/papers/:id/similar', status: 404 },
    { method: 'GET', route: 'none', status: 404 },
  ])
})
