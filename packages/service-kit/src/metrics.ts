import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import {
  type Depths,
  type DueMail,
  type IndexLag,
  watchDeliveries,
  watchIndex,
  watchNeeds,
  watchQueue,
} from './gauges.ts'
import type { Checks } from './readiness.ts'

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
  watchDeliveries(due: () => Promise<DueMail>): void
  /** Asks for everything that the service needs, at each scrape. */
  watchNeeds(checks: Checks): void
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
    watchDeliveries: (due) => watchDeliveries(registry, due),
    watchNeeds: (checks) => watchNeeds(registry, checks),
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
