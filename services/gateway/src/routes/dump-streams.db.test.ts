import { setTimeout as delay } from 'node:timers/promises'
import { apiKeys, createDatabase, type Database, migrate, sessionStore } from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { createTestDatabase } from '@paperboy/testkit'
import { fastify } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aDump, KEY } from '../a-gateway.suite.ts'
import { callers } from '../http/callers.ts'
import { keyRing } from '../http/key-ring.ts'
import { operatorSessions } from '../http/operator-sessions.ts'
import { operators } from '../http/operators.ts'
import { cookieOf } from '../pages/operator/an-operator.suite.ts'
import { dumpStreamRoutes } from './dump-streams.ts'

let db: Database
let close: () => Promise<unknown>
beforeAll(async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  db = createDatabase(database.url)
  close = async () => {
    await db.destroy()
    await database.drop()
  }
})
afterAll(() => close())

/** Bytes that come for ever. */
async function* endless() {
  for (;;) {
    await delay(5)
    yield Buffer.from('x')
  }
}

/** Streams of a dump that never ends, on a port. */
async function serving() {
  const keys = apiKeys(db)
  const ring = keyRing({ keys, log: createLogger('test', 'silent') })
  const known = callers({ operatorKey: KEY, ring, environmentQuotas: () => null })
  const sessions = operatorSessions({ operatorKey: KEY, https: false, store: sessionStore(db) })
  const access = operators({ callers: known, sessions })
  const app = fastify()
  app.addSchema({ $id: 'ErrorBody', type: 'object', additionalProperties: true })
  app.addHook('onRequest', known.identify)
  app.get('/in', async (_, reply) => void (await sessions.begin(reply, null)))
  app.get('/out', async (request, reply) => sessions.end(request, reply))
  await app.register(async (behind) => {
    behind.addHook('onRequest', access.require)
    await behind.register(dumpStreamRoutes, {
      dumps: {
        get: async () => aDump({ status: 'processing' }),
        list: async () => ({ items: [], nextCursor: null }),
        rejects: async () => null,
        raw: async () => ({ bytes: 1_000_000, filename: null, stream: endless() }),
      },
      ...{ operators: access, closing: new AbortController().signal, heartbeatMs: 20 },
    })
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const open = async (path: string, headers: Record<string, string>) => {
    const { body } = await fetch(`${url}/v1/dumps/d1/${path}`, { headers })
    const reader = body!.getReader()
    expect((await reader.read()).done).toBe(false)
    return reader
  }
  return { app, keys, ring, open }
}

/** Reads on; an answer with a length that it does not reach ends as an error. */
async function end(reader: { read(): Promise<{ done: boolean }> }): Promise<'ended'> {
  try {
    while (!(await reader.read()).done);
  } catch {}
  return 'ended'
}

test.each(['events', 'raw'])('%s end soon after the key or the session', async (path) => {
  const { app, keys, ring, open } = await serving()
  const made = await keys.create({ name: path, scope: 'read', perMinute: null, createdBy: 'test' })
  const entered = await app.inject('/in')
  const cookie = cookieOf(entered.headers)
  const byKey = await open(path, { authorization: `Bearer ${made!.secret}` })
  const bySession = await open(path, { cookie })
  const staying = await open(path, { authorization: `Bearer ${KEY}` })
  await keys.revoke(made!.key.id)
  ring.forget(made!.key.id)
  expect(await end(byKey)).toBe('ended')
  expect((await bySession.read()).done).toBe(false)
  await app.inject({ url: '/out', headers: { cookie } })
  expect(await end(bySession)).toBe('ended')
  expect((await staying.read()).done).toBe(false)
  await staying.cancel()
  await app.close()
})
