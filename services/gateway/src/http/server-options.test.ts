import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { aGateway } from '../a-gateway.suite.ts'

async function answerTo(bytes: string): Promise<string> {
  const app = await aGateway()
  await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  let text = ''
  socket.on('data', (data) => {
    text += data
  })
  socket.end(bytes)
  await once(socket, 'close')
  await app.close()
  return text
}

test('bytes that are no HTTP get the error body', async () => {
  const answer = await answerTo('hello\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'BAD_REQUEST' })
})

test('a URL without end is refused, a long one is not', async () => {
  const ask = (length: number) =>
    answerTo(`GET /v1/papers?cursor=${'a'.repeat(length)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  expect(await ask(90_000)).toMatch(/^HTTP\/1\.1 200 /)
  expect(await ask(200_000)).toMatch(/^HTTP\/1\.1 400 [\s\S]*too long/)
})

test('slow clients have limits, a long upload has none for the whole of it', async () => {
  const { server } = await aGateway()
  expect(server).toMatchObject({ headersTimeout: 20_000, requestTimeout: 0, timeout: 120_000 })
})

test('a body where none is wanted is refused', async () => {
  const app = await aGateway()
  const response = await app.inject({
    method: 'POST',
    url: '/v1/queue/requeue',
    headers: { authorization: 'Bearer the-operator-key', 'content-type': 'application/json' },
    body: 'x'.repeat(100_000),
  })
  expect([response.statusCode, response.json().code]).toEqual([413, 'BODY_TOO_LARGE'])
})
