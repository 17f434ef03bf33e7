import { termId } from './term-counts.ts'

/** Returns a function that counts which of the terms are among a paper's packed terms. */
export function termCounter(terms: number[]): (packed: Uint32Array) => number {
  const ids = Uint32Array.from(terms).sort()
  return (packed) => {
    let matched = 0
    let at = 0
    for (const id of ids) {
      while (at < packed.length && termId(packed[at] ?? 0) < id) at++
      if (at === packed.length) break
      if (termId(packed[at] ?? 0) === id) matched++
    }
    return matched
  }
}
