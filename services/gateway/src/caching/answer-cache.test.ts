import compress from '@fastify/compress'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { addEtags } from '../http/etag.ts'
import { cacheAnswers } from './answer-cache.ts'

async function anApp() {
  const state = { stamp: 1 as number | null, work: 0, text: 'a', during: async () => {} }
  const app = fastify()
  addEtags(app)
  await app.register(compress, { threshold: 0 })
  cacheAnswers(app, () => state.stamp)
  const work = async () => {
    state.work += 1
    const { text } = state
    await state.during()
    return { text: text.repeat(2_000) }
  }
  app.get('/kept', { config: { cached: true } }, work)
  app.get('/fresh', work)
  app.get('/broken', { config: { cached: true } }, async (_request, reply) => {
    state.work += 1
    return reply.code(503).send({})
  })
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
  return { state, get }
}

test('an answer is worked out once until something changes', async () => {
  const { state, get } = await anApp()
  const first = await get('/kept')
  const again = await get('/kept')
  expect(state.work).toBe(1)
  expect(again.body).toBe(first.body)
  expect(again.headers).toMatchObject({
    etag: first.headers.etag,
    'content-type': first.headers['content-type'],
  })
  Object.assign(state, { stamp: 2, text: 'b' })
  expect((await get('/kept')).json().text).toMatch(/^b/)
  expect(state.work).toBe(2)
})

test('who has the answer already gets 304, also from memory', async () => {
  const { state, get } = await anApp()
  const etag = String((await get('/kept')).headers.etag)
  const known = await get('/kept', { 'if-none-match': etag })
  expect([known.statusCode, known.body, state.work]).toEqual([304, '', 1])
})

test('each encoding is kept as it was sent', async () => {
  const { state, get } = await anApp()
  const compressed = async () => await get('/kept', { 'accept-encoding': 'gzip' })
  await get('/kept')
  const first = await compressed()
  const again = await compressed()
  expect([first, again].map(({ headers }) => headers['content-encoding'])).toEqual(['gzip', 'gzip'])
  expect(again.rawPayload.equals(first.rawPayload)).toBe(true)
  expect(state.work).toBe(2)
})

test('a change while an answer is worked out keeps it from being used again', async () => {
  const { state, get } = await anApp()
  state.during = async () => {
    state.stamp = 2
  }
  await get('/kept')
  state.text = 'b'
  expect((await get('/kept')).json().text).toMatch(/^b/)
})

test.each([
  ['an operator', '/kept', { authorization: 'Bearer k' }],
  ['who has a cookie', '/kept', { cookie: 'a=b' }],
  ['a route that is not for it', '/fresh', {}],
  ['an answer that is an error', '/broken', {}],
])('nothing is kept for %s', async (_name, url, headers: Record<string, string>) => {
  const { state, get } = await anApp()
  await get(url, headers)
  await get(url, headers)
  expect(state.work).toBe(2)
})

test('nothing is used while nobody tells of changes', async () => {
  const { state, get } = await anApp()
  await get('/kept')
  state.stamp = null
  await get('/kept')
  expect(state.work).toBe(2)
})
