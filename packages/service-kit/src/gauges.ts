import { Gauge, type Registry } from 'prom-client'
import { type Checks, checkReadiness, oneAtATime } from './readiness.ts'

const SCRAPE_CACHE_MS = 1_000
/** Scrapes give up after ten seconds. */
const READ_MS = 2_000
/** A reading without an answer for so long has none. */
const GIVEN_UP_MS = 60_000

export type Depths = Record<
  string,
  { waiting: number; active: number; delayed: number; failed: number; oldestWaitingMs: number | null }
>
export type IndexLag = { pending: number; oldestMs: number | null }
/** Mails that should be out: how many, and how long the one that is late the most. */
export type DueMail = { due: number; oldestMs: number | null }

export function watchQueue(registry: Registry, depths: () => Promise<Depths>): void {
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

export function watchIndex(registry: Registry, lag: () => Promise<IndexLag>): void {
  const read = sampled(lag)
  watch(registry, 'paperboy_index_pending_papers', {
    help: 'Papers that wait for the indexer.',
    value: async () => (await read())?.pending,
  })
  watch(registry, 'paperboy_index_lag_seconds', {
    help: 'Age of the oldest change that is not yet searchable.',
    value: async () => secondsOf(await read()),
  })
}

export function watchDeliveries(registry: Registry, due: () => Promise<DueMail>): void {
  const read = sampled(due)
  watch(registry, 'paperboy_deliveries_due', {
    help: 'Mails whose time has come and that are not sent.',
    value: async () => (await read())?.due,
  })
  watch(registry, 'paperboy_delivery_overdue_seconds', {
    help: 'How long the mail that is due longest has waited.',
    value: async () => secondsOf(await read()),
  })
}

type Measure = { help: string; value: () => Promise<number | undefined> }

function watch(registry: Registry, name: string, { help, value }: Measure): void {
  new Gauge({
    ...{ name, help, registers: [registry] },
    async collect() {
      this.remove()
      const now = await value()
      if (now !== undefined) this.set(now)
    },
  })
}

const secondsOf = (reading: { oldestMs: number | null } | undefined): number | undefined =>
  reading && (reading.oldestMs ?? 0) / 1_000

export function watchNeeds(registry: Registry, needs: Checks): void {
  const checks = oneAtATime(needs)
  new Gauge({
    name: 'paperboy_need_up',
    help: '1 while the database, the queue, … answers this service, else 0.',
    labelNames: ['need'],
    registers: [registry],
    async collect() {
      const readiness = await checkReadiness(checks)
      const missing = readiness.ready ? [] : readiness.missing
      for (const need of Object.keys(checks)) this.set({ need }, missing.includes(need) ? 0 : 1)
    },
  })
}

/**
 * One reading serves all gauges of a scrape; a failed one is no reading. One that takes too long is none for this
 * scrape, and no other is begun beside it: a database that hangs must not take the other measures with it.
 */
function sampled<T>(read: () => Promise<T>): () => Promise<T | undefined> {
  let last: { at: number; isReading: boolean; value: Promise<T | undefined> } | undefined
  return () => {
    const age = last ? Date.now() - last.at : Number.POSITIVE_INFINITY
    if (age > (last?.isReading ? GIVEN_UP_MS : SCRAPE_CACHE_MS)) {
      const reading = { at: Date.now(), isReading: true, value: read().catch(() => undefined) }
      void reading.value.then(() => {
        reading.isReading = false
      })
      last = reading
    }
    return inTime(last?.value)
  }
}

async function inTime<T>(value: Promise<T> | undefined): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), READ_MS)
  })
  return Promise.race([value, late]).finally(() => clearTimeout(timer))
}
