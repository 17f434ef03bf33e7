import type { Put } from './indexable.ts'

/** The more papers at once the less each query costs; what bounds them is memory and the size of a request. */
const BATCH_PAPERS = 1_000
const BATCH_CHARACTERS = 4_000_000

export function* batches(puts: Iterable<Put>): Generator<Put[]> {
  let batch: Put[] = []
  let characters = 0
  for (const put of puts) {
    const size = put.document.title.length + put.document.abstract.length
    if (batch.length > 0 && (batch.length >= BATCH_PAPERS || characters + size > BATCH_CHARACTERS)) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(put)
    characters += size
  }
  if (batch.length > 0) yield batch
}
