import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  actLog,
  apiKeys,
  createDatabase,
  type Database,
  migrate,
  sessionStore,
  sourceAdmin,
} from '@paperboy/database'
import { createTestDatabase, waitFor } from '@paperboy/testkit'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aGateway, asOperator, elsewhere, KEY } from '../a-gateway.suite.ts'
import { cookieOf, csrfIn, form } from '../pages/operator/an-operator.suite.ts'

let db: Database
let close: () => Promise<unknown>
/** Two gateways on one database. */
let here: FastifyInstance
let there: FastifyInstance

beforeAll(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  const stores = { keys: apiKeys(db), sessionStore: sessionStore(db), actLog: actLog(db) }
  const reindex = async () => {}
  here = await aGateway({ ...stores, reindex })
  there = await aGateway({ ...stores, reindex, settings: { rateLimitPerMinute: 2 } })
  close = async () => {
    await Promise.all([here.close(), there.close()])
    await db.destroy()
    await database.drop()
  }
})
afterAll(() => close())

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const postJson = (app: FastifyInstance, url: string, payload: object, headers = asOperator) =>
  app.inject({ method: 'POST', url, headers, payload })

async function newKey(name: string, scope: string, more = {}) {
  const made = await postJson(here, '/v1/keys', { name, scope, ...more })
  expect(made.statusCode).toBe(201)
  return made.json<{ key: { id: string }; secret: string }>()
}

async function signIn(app: FastifyInstance, key: string) {
  const door = await app.inject('/operator')
  const entered = await app.inject({
    method: 'POST',
    url: '/operator/sign-in',
    headers: { ...form, cookie: cookieOf(door.headers) },
    payload: String(new URLSearchParams({ csrf: csrfIn(door.body), key, to: '/operator' })),
  })
  return { status: entered.statusCode, body: entered.body, cookie: cookieOf(entered.headers) }
}

const see = (app: FastifyInstance, cookie: string, url = '/operator/dumps') =>
  app.inject({ url, headers: { cookie } })
const act = (app: FastifyInstance, cookie: string, url: string, fields: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { ...form, cookie },
    payload: String(new URLSearchParams(fields)),
  })

test('who signs out at one gateway is out at all', async () => {
  const { cookie } = await signIn(here, KEY)
  const page = await see(there, cookie)
  expect(page.statusCode).toBe(200)
  await act(here, cookie, '/operator/sign-out', { csrf: csrfIn(page.body) })
  expect((await see(there, cookie)).statusCode).toBe(401)
  expect((await see(here, cookie)).statusCode).toBe(401)
})

test('a key does what its scope says, at every gateway', async () => {
  const [read, ingest] = [await newKey('reader', 'read'), await newKey('feeder', 'ingest')]
  const status = async (key: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string) =>
    (await there.inject({ method, url, headers: bearer(key) })).statusCode
  expect(await status(read.secret, 'GET', '/v1/dumps')).toBe(200)
  expect(await status(read.secret, 'GET', '/v1/acts')).toBe(200)
  for (const [method, url] of [
    ['POST', '/v1/dumps'],
    ['POST', '/v1/dumps/d1/undo'],
    ['DELETE', '/v1/keys/x'],
    ['POST', '/v1/queue/requeue'],
    ['PUT', '/v1/sources/x'],
  ] as const)
    expect(await status(read.secret, method, url), url).toBe(403)
  expect(await status(ingest.secret, 'POST', '/v1/dumps')).toBe(202)
  expect(await status(ingest.secret, 'GET', '/v1/dumps')).toBe(200)
  expect(await status(ingest.secret, 'POST', '/v1/dumps/d1/replay')).toBe(403)
  for (const url of ['/v1/subscribers', '/v1/keys', '/v1/acts', '/operator'])
    expect(await status(ingest.secret, 'GET', url), url).toBe(403)
})

test('sent mails, whose links act for their readers, are for whoever may do everything', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-mails-'))
  await writeFile(join(folder, 'a.eml'), 'Subject: a\r\n\r\nhttps://papers.example/confirm/abc')
  const app = await aGateway({ keys: apiKeys(db), sessionStore: sessionStore(db), mailFolder: folder })
  const [reader, owner] = [await newKey('mail reader', 'read'), await newKey('mail owner', 'all')]
  const { cookie } = await signIn(app, reader.secret)
  for (const url of ['/mail', '/mail/a.eml', '/mail/a.eml/html', '/mail/a.eml/raw']) {
    const status = async (headers: Record<string, string>) =>
      (await app.inject({ url, remoteAddress: elsewhere, headers })).statusCode
    expect([await status(bearer(reader.secret)), await status({ cookie })], url).toEqual([403, 403])
    expect([await status(bearer(owner.secret)), await status(asOperator)], url).toEqual([200, 200])
    expect((await app.inject({ url, headers: { cookie } })).statusCode, `${url} at the machine`).toBe(200)
  }
  await app.close()
  await rm(folder, { recursive: true })
})

test('a reader that has signed in sees the rooms and no button, and can act by no other way', async () => {
  const { secret } = await newKey('visitor', 'read')
  const { cookie } = await signIn(here, secret)
  const page = await see(here, cookie, '/operator/queue')
  expect(page.statusCode).toBe(200)
  expect(page.body).not.toContain('/operator/acts/')
  const csrf = csrfIn(page.body)
  const refused = await act(here, cookie, '/operator/acts/replay', { csrf, id: 'd1', sure: 'yes' })
  expect(refused.statusCode).toBe(403)
  const { secret: feeding } = await newKey('only feeds', 'ingest')
  expect((await signIn(here, feeding)).body).toContain('only feeds dumps')
})

test('what the address of a source may hold in its query is for whoever may change it', async () => {
  const app = await aGateway({
    ...{ keys: apiKeys(db), sessionStore: sessionStore(db), sources: sourceAdmin(db) },
  })
  const save = (url: string) =>
    app.inject({
      ...{ method: 'PUT', url: '/v1/sources/secret', headers: asOperator },
      payload: { url, cron: '0 6 * * *' },
    })
  expect((await save('https://ada:pass@papers.example/')).json().message).toContain('user:password@')
  expect((await save('https://papers.example/new?key=hidden&d={day}')).statusCode).toBe(201)
  const [reader, owner] = [await newKey('source reader', 'read'), await newKey('source owner', 'all')]
  const seen = async ({ secret }: { secret: string }) => {
    const { cookie } = await signIn(app, secret)
    const pages = ['/operator/sources', '/operator/sources/secret'].map((url) => see(app, cookie, url))
    const api = app.inject({ url: '/v1/sources', headers: bearer(secret) })
    return (await Promise.all([api, ...pages])).map(({ body }) => body)
  }
  for (const body of await seen(owner)) expect(body).toContain('key=hidden')
  for (const body of await seen(reader)) {
    expect(body).toContain('https://papers.example/new?…')
    expect(body).not.toContain('hidden&amp;d')
    expect(body).not.toContain('key=hidden')
  }
  await app.close()
})

test('a revoked key is refused at once here, soon elsewhere, and its sessions end everywhere', async () => {
  const { secret, key } = await newKey('leaver', 'all')
  const { cookie } = await signIn(there, secret)
  expect((await see(there, cookie)).statusCode).toBe(200)
  const revoked = await here.inject({ method: 'DELETE', url: `/v1/keys/${key.id}`, headers: asOperator })
  expect(revoked.statusCode).toBe(200)
  expect((await here.inject({ url: '/v1/dumps', headers: bearer(secret) })).statusCode).toBe(401)
  expect((await see(there, cookie)).statusCode).toBe(401)
  await waitFor(
    async () => (await there.inject({ url: '/v1/dumps', headers: bearer(secret) })).statusCode === 401,
    { timeoutMs: 20_000, describe: 'the other gateway to know' },
  )
})

test('a revoked key is refused at once here also while the keys cannot be read', async () => {
  const keys = apiKeys(db)
  let reads = keys.inForce
  const app = await aGateway({ keys: { ...keys, inForce: () => reads() }, sessionStore: sessionStore(db) })
  const { secret, key } = await newKey('leaver while away', 'all')
  const status = async () => (await app.inject({ url: '/v1/dumps', headers: bearer(secret) })).statusCode
  expect(await status()).toBe(200)
  reads = async () => {
    throw new Error('away')
  }
  const url = `/v1/keys/${key.id}`
  expect((await app.inject({ method: 'DELETE', url, headers: asOperator })).statusCode).toBe(200)
  expect(await status()).toBe(401)
  await app.close()
})

test('a client key has its quota and no rights', async () => {
  const { secret } = await newKey('crawler', 'client', { perMinute: 4 })
  const asked = () => there.inject({ url: '/v1/papers', remoteAddress: elsewhere, headers: bearer(secret) })
  const statuses: number[] = []
  for (let count = 0; count < 5; count++) statuses.push((await asked()).statusCode)
  expect(statuses).toEqual([200, 200, 200, 200, 429])
  const refused = await here.inject({ url: '/v1/dumps', headers: bearer(secret) })
  expect([refused.statusCode, refused.json().code]).toEqual([403, 'FORBIDDEN'])
})

test.each([
  [{ name: 'x', scope: 'client' }, 'perMinute is missing'],
  [{ name: 'x', scope: 'read', perMinute: 5 }, 'perMinute goes with'],
  [{ name: '<b>', scope: 'read' }, 'letters, digits'],
  [{ name: 'x', scope: 'everything' }, 'scope must be one of read, ingest, all, client'],
])('%j is no key', async (body, message) => {
  const answer = await postJson(here, '/v1/keys', body)
  expect([answer.statusCode, answer.json().message]).toEqual([400, expect.stringContaining(message)])
})

test('what is done is in the log, with who did it; what was only asked is not', async () => {
  await db.deleteFrom('operator_acts').execute()
  const { cookie } = await signIn(here, KEY)
  const csrf = csrfIn((await see(here, cookie)).body)
  await act(here, cookie, '/operator/acts/reindex', { csrf, id: '' })
  await act(here, cookie, '/operator/acts/reindex', { csrf, id: '', sure: 'yes' })
  await act(here, cookie, '/operator/acts/undo', { csrf, id: 'd2', sure: 'yes' })
  const { secret } = await newKey('robot', 'all')
  await there.inject({ method: 'POST', url: '/v1/search/reindex', headers: bearer(secret) })
  const { items } = (await here.inject({ url: '/v1/acts', headers: asOperator })).json()
  expect(items).toMatchObject([
    { who: 'robot', via: 'api', session: null, act: 'reindex', target: null, status: 202 },
    { who: 'OPERATOR_KEY', via: 'api', act: 'createKey', target: 'robot', status: 201 },
    { who: 'OPERATOR_KEY', via: 'page', act: 'undoDump', target: 'd2', status: 404 },
    { via: 'page', session: expect.stringMatching(/^.{8}$/), act: 'reindex', target: null, status: 303 },
  ])
  expect((await see(here, cookie, '/operator/log')).body).toContain('robot')
})

test('an act on what nothing can be called is in the log', async () => {
  await db.deleteFrom('operator_acts').execute()
  await here.inject({ method: 'POST', url: '/v1/issues/a%00b/drop', headers: asOperator })
  const { items } = (await here.inject({ url: '/v1/acts', headers: asOperator })).json()
  expect(items).toMatchObject([{ act: 'dropIssue', target: 'a\ufffdb' }])
})

test('a key that is made on the page is shown once, and everybody else can be signed out', async () => {
  const [mine, other] = [await signIn(here, KEY), await signIn(there, KEY)]
  const csrf = csrfIn((await see(here, mine.cookie, '/operator/keys')).body)
  const made = await act(here, mine.cookie, '/operator/keys', { csrf, name: 'by hand', scope: 'ingest' })
  const [secret = ''] = /pb_[\w-]{43}/.exec(made.body) ?? []
  expect((await there.inject({ url: '/v1/dumps', headers: bearer(secret) })).statusCode).toBe(200)
  expect((await see(here, mine.cookie, '/operator/keys')).body).not.toContain(secret)
  const again = await act(here, mine.cookie, '/operator/keys', { csrf, name: 'by hand', scope: 'ingest' })
  expect([again.statusCode, again.body]).toEqual([409, expect.stringContaining('Revoke it first')])
  await act(here, mine.cookie, '/operator/acts/end-sessions', { csrf, sure: 'yes' })
  expect((await see(there, other.cookie)).statusCode).toBe(401)
  expect((await see(there, mine.cookie)).statusCode).toBe(200)
})

test('OPERATOR_KEY opens every door also while no key can be read', async () => {
  const away = async () => {
    throw new Error('away')
  }
  const app = await aGateway({
    keys: { list: away, create: away, revoke: away, inForce: away, used: away },
  })
  expect((await app.inject({ url: '/v1/dumps', headers: asOperator })).statusCode).toBe(200)
  expect((await app.inject({ url: '/v1/dumps', headers: bearer(`pb_${'x'.repeat(43)}`) })).statusCode).toBe(
    401,
  )
  expect((await app.inject({ url: '/v1/papers', headers: bearer(`pb_${'x'.repeat(43)}`) })).statusCode).toBe(
    200,
  )
})
