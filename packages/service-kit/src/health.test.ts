import { expect, test } from 'vitest'
import { serveHealth } from './health.ts'
import { createLogger } from './logger.ts'
import { createMetrics } from './metrics.ts'

const log = createLogger('test', 'silent')

test('health, readiness and metrics of a service', async () => {
  let away = false
  const checks = {
    queue: async () => {
      if (away) throw new Error('gone')
    },
  }
  const metrics = createMetrics('parser')
  const server = await serveHealth({ host: '127.0.0.1', port: 0, checks, metrics, log })
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)

  expect((await get('/healthz')).status).toBe(200)
  expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' })
  away = true
  const unready = await get('/readyz')
  expect(unready.status).toBe(503)
  expect(await unready.json()).toEqual({
    status: 'unavailable',
    missing: ['queue'],
    reasons: { queue: 'gone' },
  })
  expect((await get('/healthz')).status).toBe(200)
  const measures = await (await get('/metrics')).text()
  expect(measures).toContain('process_cpu_seconds_total')
  expect(measures).toContain('paperboy_need_up{need="queue",service="parser"} 0')
  expect((await get('/elsewhere')).status).toBe(404)

  await server.close()
  await expect(get('/healthz')).rejects.toThrow()
})

test('a port in use is an error of the start', async () => {
  const options = { host: '127.0.0.1', checks: {}, metrics: createMetrics('a'), log }
  const server = await serveHealth({ ...options, port: 0 })
  await expect(serveHealth({ ...options, port: server.port })).rejects.toThrow(/EADDRINUSE/)
  await server.close()
})
