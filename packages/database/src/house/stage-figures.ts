import type { Database } from '../create-database.ts'
import { minutes } from './minutes.ts'

const MINUTE_MS = 60_000

type Counts = { records(stage: string, outcome: string, count?: number): void }
type Options<M extends Counts> = {
  metrics: M
  log: { warn(fields: object, message: string): void }
  everyMs?: number
}

/** The metrics of a service that also writes, once a minute and at its end, how many records a stage is done with. */
export function stageFigures<M extends Counts>(
  db: Database,
  stage: string,
  { metrics, log, everyMs = MINUTE_MS }: Options<M>,
): M & AsyncDisposable {
  let records = 0
  const write = async () => {
    const taken = records
    if (taken === 0) return
    records = 0
    const minute = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS)
    await minutes(db)
      .addRecords(minute, [{ stage, records: taken }])
      .catch((err: unknown) => {
        records += taken
        log.warn({ err, stage }, 'figures not written')
      })
  }
  const timer = setInterval(() => void write(), everyMs)
  timer.unref()
  return {
    ...metrics,
    records(of, outcome, count = 1) {
      metrics.records(of, outcome, count)
      if (of === stage) records += count
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await write()
    },
  }
}
