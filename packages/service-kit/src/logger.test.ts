import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pino } from 'pino'
import pretty from 'pino-pretty'
import { expect, test } from 'vitest'
import { ON_A_TERMINAL } from './logger.ts'

test('on a terminal a request is one line', async () => {
  const shown = new PassThrough()
  const log = pino(
    { base: { service: 'gateway' } },
    pretty({ ...ON_A_TERMINAL, destination: shown, sync: true }),
  )
  log.info({ requestId: 'r1', method: 'GET', url: '/v1/papers', status: 200, ms: 3 }, 'request')
  shown.end()
  const lines = (await text(shown)).trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('/v1/papers')
})
