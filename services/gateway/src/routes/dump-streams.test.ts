import { setTimeout as sleep } from 'node:timers/promises'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { aDump } from '../a-gateway.suite.ts'
import { dumpStreamRoutes } from './dump-streams.ts'

const HANDLER_MS = 1_000

/** Takes longer than a handler may. */
async function* slowly() {
  for (const part of ['a', 'b', 'c', 'd']) {
    await sleep(HANDLER_MS / 3)
    yield Buffer.from(part)
  }
}

test('bytes that take longer than a handler may are sent to their end', async () => {
  const app = fastify({ handlerTimeout: HANDLER_MS })
  for (const $id of ['ErrorBody']) app.addSchema({ $id, type: 'object', additionalProperties: true })
  await app.register(dumpStreamRoutes, {
    dumps: {
      ...{
        get: async () => aDump(),
        list: async () => ({ items: [], nextCursor: null }),
        rejects: async () => null,
      },
      raw: async () => ({ bytes: 4, filename: null, stream: slowly() }),
    },
    operators: { isStillIn: async () => true },
    closing: new AbortController().signal,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  try {
    expect(await (await fetch(`${url}/v1/dumps/d1/raw`)).text()).toBe('abcd')
  } finally {
    await app.close()
  }
})
