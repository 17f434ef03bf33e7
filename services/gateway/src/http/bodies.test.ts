import { expect, test } from 'vitest'
import { aGateway, asOperator } from '../a-gateway.suite.ts'

const app = await aGateway()
const subscribe = (payload: string, type?: string) =>
  app.inject({
    method: 'POST',
    url: '/v1/subscriptions',
    payload,
    headers: type === undefined ? {} : { 'content-type': type },
  })

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/xml',
  'multipart/form-data; boundary=x',
  'no media type!',
  undefined,
])('JSON that is called %s is 415, and the message says what to send', async (type) => {
  const response = await subscribe('{"email":"reader@example.org"}', type)
  expect([response.statusCode, response.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  expect(response.json().message).toContain('application/json')
})

test.each([['application/json'], ['application/json; charset=utf-8']])('%s is understood', async (type) => {
  expect((await subscribe('{"email":"reader@example.org"}', type)).statusCode).toBe(202)
})

test.each(['', '[]', 'null', '"reader@example.org"'])('%j in place of an object is 400', async (body) => {
  const response = await subscribe(body, 'application/json')
  expect([response.statusCode, response.json()]).toMatchObject([400, { code: 'BAD_REQUEST' }])
  expect(response.json().message).toMatch(/body .*JSON object/)
})

test.each([
  ['application/json', ''],
  ['application/json', '{}'],
  ['application/x-www-form-urlencoded', ''],
  ['text/plain', 'now, please'],
  ['application/octet-stream', 'x'],
])('an act that needs no body is done also with one of %s: %j', async (type, payload) => {
  const headers = { ...asOperator, 'content-type': type }
  const response = await app.inject({ method: 'POST', url: '/v1/queue/requeue', payload, headers })
  expect(response.statusCode).toBe(202)
})

test('an address that is not there is 404, whatever is sent to it', async () => {
  const headers = { 'content-type': 'text/plain' }
  expect((await app.inject({ method: 'POST', url: '/v1/nix', payload: 'x', headers })).statusCode).toBe(404)
})
