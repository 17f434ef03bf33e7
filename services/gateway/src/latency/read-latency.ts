import type { SearchLatency } from '@paperboy/contracts'
import type { Bucket, Minutes } from '@paperboy/database'
import { quantile } from './buckets.ts'

const MINUTE_MS = 60_000

/** What may be asked for, and in which steps it is told. */
export const spans = {
  hour: { ms: 60 * MINUTE_MS, stepMs: MINUTE_MS },
  day: { ms: 24 * 60 * MINUTE_MS, stepMs: 15 * MINUTE_MS },
} as const
export type Span = keyof typeof spans

/** The steps of a span up to now, each with its beginning; the last one has begun. */
export function stepsOf(span: Span, now: Date): { steps: Date[]; since: Date; stepSeconds: number } {
  const { ms, stepMs } = spans[span]
  const last = Math.floor(now.getTime() / stepMs) * stepMs
  const steps = Array.from({ length: ms / stepMs }, (_, at) => new Date(last - ms + (at + 1) * stepMs))
  return { steps, since: steps[0] ?? now, stepSeconds: stepMs / 1_000 }
}

export async function readLatency(
  minutes: Pick<Minutes, 'searches'>,
  span: Span,
  now: Date,
): Promise<SearchLatency> {
  const { steps, since, stepSeconds } = stepsOf(span, now)
  const rows = await minutes.searches({ since, stepSeconds })
  const byStep = Map.groupBy(rows, ({ at }) => at.getTime())
  const whole = [...Map.groupBy(rows, ({ bucket }) => bucket)]
    .map(([bucket, same]) => ({ bucket, count: same.reduce((sum, { count }) => sum + count, 0) }))
    .sort((a, b) => a.bucket - b.bucket)
  return {
    from: since.toISOString(),
    to: now.toISOString(),
    ...quantilesOf(whole),
    steps: steps.map((at) => ({ at: at.toISOString(), ...quantilesOf(byStep.get(at.getTime()) ?? []) })),
  }
}

function quantilesOf(buckets: Bucket[]) {
  const searches = buckets.reduce((sum, { count }) => sum + count, 0)
  return {
    searches,
    p50: quantile(buckets, 0.5),
    p95: quantile(buckets, 0.95),
    p99: quantile(buckets, 0.99),
  }
}
