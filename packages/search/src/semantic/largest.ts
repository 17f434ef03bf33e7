/** The places of the largest values that pass, in order; the smaller place settles ties. What is not a number is none. */
export function largest(values: Float64Array, count: number, passes: (place: number) => boolean): number[] {
  const best: number[] = []
  let least = Number.NEGATIVE_INFINITY
  for (let place = 0; place < values.length; place++) {
    const value = values[place] ?? Number.NaN
    if (Number.isNaN(value) || (best.length === count && value <= least) || !passes(place)) continue
    let at = best.length
    while (at > 0 && (values[best[at - 1] ?? 0] ?? 0) < value) at--
    best.splice(at, 0, place)
    if (best.length > count) best.pop()
    least = values[best.at(-1) ?? 0] ?? 0
  }
  return best
}

export function spread(values: Float64Array): { mean: number; deviation: number } {
  let count = 0
  let sum = 0
  let squares = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    count++
    sum += value
    squares += value * value
  }
  const mean = sum / count
  return { mean, deviation: Math.sqrt(Math.max(squares / count - mean * mean, Number.EPSILON)) }
}
