import { expect, test } from 'vitest'
import { aGateway, asOperator } from '../a-gateway.suite.ts'

const mail = { outcome: 'frozen' as const, papers: 2, subject: 'S', html: '<p>H</p>', text: 'T' }
const url = '/v1/digests/2026-11-24/preview?subscription=s1'

test('asks the mailer and waits for its answer', async () => {
  const asked: unknown[] = []
  let looks = 0
  const app = await aGateway({
    previews: {
      request: async (...what) => {
        asked.push(what)
        return 'r1'
      },
      answer: async () => (++looks < 3 ? null : mail),
    },
  })
  const answer = await app.inject({ url, headers: asOperator })
  expect(answer.json()).toEqual({ date: '2026-11-24', ...mail })
  expect(asked).toEqual([['2026-11-24', 's1']])
})

test('an unknown subscriber is 404, nobody without the key is answered', async () => {
  const app = await aGateway({ previews: { request: async () => null, answer: async () => null } })
  expect((await app.inject({ url, headers: asOperator })).statusCode).toBe(404)
  expect((await app.inject({ url })).statusCode).toBe(401)
  expect((await app.inject({ url: url.split('?')[0]!, headers: asOperator })).statusCode).toBe(400)
})
