import type { Bucket } from '@paperboy/database'

/** Eight buckets for each doubling, from a tenth of a millisecond: what is read from them is right to 5 %. */
const PER_DOUBLING = 8
const LEAST_MS = 0.1
const MOST = 160

export function bucketOf(ms: number): number {
  const bucket = Math.ceil(Math.log2(Math.max(ms, LEAST_MS) / LEAST_MS) * PER_DOUBLING)
  return Math.min(bucket, MOST)
}

/** The middle of a bucket. */
function msOf(bucket: number): number {
  return LEAST_MS * 2 ** ((bucket - 0.5) / PER_DOUBLING)
}

/** The time within which this part of all answers came; null where there is none. Buckets in their order. */
export function quantile(buckets: Bucket[], part: number): number | null {
  const all = buckets.reduce((sum, { count }) => sum + count, 0)
  let seen = 0
  for (const { bucket, count } of buckets) {
    seen += count
    if (seen >= part * all) return Number(msOf(bucket).toPrecision(3))
  }
  return null
}
