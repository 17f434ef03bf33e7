import { expect, test, vi } from 'vitest'
import { createMetrics } from './metrics.ts'

const depth = { waiting: 3, active: 1, delayed: 0, failed: 2, oldestWaitingMs: 1_500 }

test('records, jobs and requests are counted per service', async () => {
  const metrics = createMetrics('parser')
  metrics.records('parse', 'created', 5)
  metrics.records('parse', 'created')
  metrics.request({ method: 'GET', route: '/v1/papers', status: 200 }, 12)
  await metrics.timeJob('chunk.parse', async () => {})
  await expect(metrics.timeJob('chunk.parse', () => Promise.reject(new Error('no')))).rejects.toThrow('no')

  const text = await metrics.text()
  expect(text).toContain('paperboy_records_total{stage="parse",outcome="created",service="parser"} 6')
  expect(text).toMatch(/paperboy_job_duration_seconds_count\{.*job="chunk.parse",outcome="failed"\} 1/)
  expect(text).toMatch(/paperboy_request_duration_seconds_bucket\{le="0.025",.*route="\/v1\/papers".*\} 1/)
})

test('queue depth and index lag are read once per scrape', async () => {
  const metrics = createMetrics('indexer')
  let reads = 0
  metrics.watchQueue(async () => {
    reads += 1
    return { 'index.pending': depth }
  })
  metrics.watchIndex(async () => ({ pending: 40, oldestMs: 2_000 }))

  const text = await metrics.text()
  expect(reads).toBe(1)
  expect(text).toContain('paperboy_queue_jobs{job="index.pending",state="waiting",service="indexer"} 3')
  expect(text).toContain('paperboy_queue_oldest_waiting_seconds{job="index.pending",service="indexer"} 1.5')
  expect(text).toContain('paperboy_index_pending_papers{service="indexer"} 40')
  expect(text).toContain('paperboy_index_lag_seconds{service="indexer"} 2')
})

test('a queue that is away leaves no stale value and does not break the scrape', async () => {
  const metrics = createMetrics('indexer')
  metrics.watchQueue(() => Promise.reject(new Error('away')))
  const text = await metrics.text()
  expect(text).not.toMatch(/paperboy_queue_jobs\{/)
  expect(text).toContain('process_cpu_seconds_total')
})

test('a database that hangs keeps back what is read from it, and nothing else', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  try {
    const metrics = createMetrics('indexer')
    let reads = 0
    metrics.watchIndex(() => {
      reads += 1
      return new Promise(() => {})
    })
    for (let scrape = 1; scrape <= 3; scrape++) {
      const text = metrics.text()
      await vi.advanceTimersByTimeAsync(2_000)
      expect(await text).toContain('process_cpu_seconds_total')
      expect(await text).not.toMatch(/^paperboy_index_lag_seconds\{/m)
      await vi.advanceTimersByTimeAsync(13_000)
    }
    expect(reads).toBe(1)
  } finally {
    vi.useRealTimers()
  }
})

test('two services in one process share no registry', async () => {
  const [parser, indexer] = [createMetrics('parser'), createMetrics('indexer')]
  parser.records('parse', 'created')
  expect(await indexer.text()).not.toMatch(/paperboy_records_total\{/)
})

test('mails that are late and needs that are away have a value of their own', async () => {
  const metrics = createMetrics('mailer')
  metrics.watchDeliveries(async () => ({ due: 7, oldestMs: 90_000 }))
  metrics.watchNeeds({ database: async () => {}, smtp: () => Promise.reject(new Error('away')) })
  const text = await metrics.text()
  expect(text).toContain('paperboy_deliveries_due{service="mailer"} 7')
  expect(text).toContain('paperboy_delivery_overdue_seconds{service="mailer"} 90')
  expect(text).toContain('paperboy_need_up{need="database",service="mailer"} 1')
  expect(text).toContain('paperboy_need_up{need="smtp",service="mailer"} 0')
})
