import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const SCRAPE_CACHE_MS = 1_000

type Depths = Record<
  string,
  { waiting: number; active: number; delayed: number; failed: number; oldestWaitingMs: number | null }
>
type IndexLag = { pending: number; oldestMs: number | null }
type Request = { method: string; route: string; status: number }

export type Metrics = {
  /** Records that a stage (split, parse, index) has done with, by outcome (created, rejected, …). */
  records(stage: string, outcome: string, count?: number): void
  /** Runs a job and observes how long it took and whether it failed. */
  timeJob<T>(job: string, work: () => Promise<T>): Promise<T>
  request(request: Request, ms: number): void
  /** Reads the depths of the queues at each scrape; while they cannot be read there is no value. */
  watchQueue(depths: () => Promise<Depths>): void
  watchIndex(lag: () => Promise<IndexLag>): void
  /** For measures of a service's own. */
  registry: Registry
  contentType: string
  text(): Promise<string>
}

/** The measures of one service, in a registry of their own. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  return {
    ...counters(registry),
    watchQueue: (depths) => watchQueue(registry, depths),
    watchIndex: (lag) => watchIndex(registry, lag),
    registry,
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}

function counters(registry: Registry): Pick<Metrics, 'records' | 'timeJob' | 'request'> {
  const registers = [registry]
  const records = new Counter({
    name: 'paperboy_records_total',
    help: 'Records by stage and outcome.',
    labelNames: ['stage', 'outcome'],
    registers,
  })
  const jobs = new Histogram({
    name: 'paperboy_job_duration_seconds',
    help: 'Time that one attempt of a job took.',
    labelNames: ['job', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  })
  const requests = new Histogram({
    name: 'paperboy_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  return {
    records: (stage, outcome, count = 1) => records.inc({ stage, outcome }, count),
    request: ({ method, route, status }, ms) => requests.observe({ method, route, status }, ms / 1_000),
    async timeJob(job, work) {
      const end = jobs.startTimer({ job })
      try {
        const result = await work()
        end({ outcome: 'done' })
        return result
      } catch (error) {
        end({ outcome: 'failed' })
        throw error
      }
    },
  }
}

function watchQueue(registry: Registry, depths: () => Promise<Depths>): void {
  const read = sampled(depths)
  const registers = [registry]
  new Gauge({
    name: 'paperboy_queue_jobs',
    help: 'Jobs by name and state.',
    labelNames: ['job', 'state'],
    registers,
    async collect() {
      this.reset()
      for (const [job, depth] of Object.entries((await read()) ?? {})) {
        for (const state of ['waiting', 'active', 'delayed', 'failed'] as const)
          this.set({ job, state }, depth[state])
      }
    },
  })
  new Gauge({
    name: 'paperboy_queue_oldest_waiting_seconds',
    help: 'Age of the job that has waited longest.',
    labelNames: ['job'],
    registers,
    async collect() {
      this.reset()
      for (const [job, depth] of Object.entries((await read()) ?? {}))
        this.set({ job }, (depth.oldestWaitingMs ?? 0) / 1_000)
    },
  })
}

function watchIndex(registry: Registry, lag: () => Promise<IndexLag>): void {
  const read = sampled(lag)
  const registers = [registry]
  new Gauge({
    name: 'paperboy_index_pending_papers',
    help: 'Papers that wait for the indexer.',
    registers,
    async collect() {
      this.remove()
      const now = await read()
      if (now) this.set(now.pending)
    },
  })
  new Gauge({
    name: 'paperboy_index_lag_seconds',
    help: 'Age of the oldest change that is not yet searchable.',
    registers,
    async collect() {
      this.remove()
      const now = await read()
      if (now) this.set((now.oldestMs ?? 0) / 1_000)
    },
  })
}

/** One reading serves all gauges of a scrape; a failed one is no reading. */
function sampled<T>(read: () => Promise<T>): () => Promise<T | undefined> {
  let last: { at: number; value: Promise<T | undefined> } | undefined
  return () => {
    if (!last || Date.now() - last.at > SCRAPE_CACHE_MS) {
      last = { at: Date.now(), value: read().catch(() => undefined) }
    }
    return last.value
  }
}
