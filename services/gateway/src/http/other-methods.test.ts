import { expect, test } from 'vitest'
import { aGateway } from '../a-gateway.suite.ts'

const app = await aGateway()

test.each([
  ['TRACE', '/v1/papers', 'GET, HEAD'],
  ['QUERY', '/v1/papers/abc', 'GET, HEAD'],
  ['POST', '/feeds/trending.atom', 'GET, HEAD'],
  ['DELETE', '/v1/subscriptions', 'POST'],
  ['PUT', '/', 'GET, HEAD'],
  ['HEAD', '/v1/dumps/d1/events', 'GET'],
] as const)('%s %s is 405 and says what is allowed', async (method, url, allow) => {
  const response = await app.inject({ method, url })
  expect([response.statusCode, response.headers.allow]).toEqual([405, allow])
  if (method !== 'HEAD') expect(response.json().code).toBe('METHOD_NOT_ALLOWED')
})

test('what is nowhere stays 404, and other sites may still ask what is allowed', async () => {
  expect((await app.inject({ method: 'PUT', url: '/v1/nix' })).statusCode).toBe(404)
  const headers = { origin: 'https://other.test', 'access-control-request-method': 'GET' }
  const preflight = await app.inject({ method: 'OPTIONS', url: '/v1/papers', headers })
  expect([preflight.statusCode, preflight.headers['access-control-allow-origin']]).toEqual([204, '*'])
})

test.each([
  ['/v1/papers', 'GET, HEAD, OPTIONS'],
  ['/v1/papers/abc', 'GET, HEAD, OPTIONS'],
  ['/v1/dumps', 'POST, GET, HEAD, OPTIONS'],
  ['/v1/subscriptions', 'POST, OPTIONS'],
  ['/', 'GET, HEAD, OPTIONS'],
])('OPTIONS %s says %s to everybody', async (url, allow) => {
  const response = await app.inject({ method: 'OPTIONS', url })
  expect([response.statusCode, response.body, response.headers.allow]).toEqual([204, '', allow])
})

test('OPTIONS of what is nowhere is 404', async () => {
  expect((await app.inject({ method: 'OPTIONS', url: '/v1/nix' })).statusCode).toBe(404)
})
