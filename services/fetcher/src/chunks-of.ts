import type { SourceEntry } from '@paperboy/contracts'

/** Design: 500–1,000 records are one unit of work; long ones close a chunk earlier. */
const MAX_RECORDS = 1_000
const MAX_CHARACTERS = 4_000_000

/** Groups consecutive entries. The borders depend on the entries alone, so a second split is the same. */
export async function* chunksOf(entries: AsyncIterable<SourceEntry>): AsyncGenerator<SourceEntry[]> {
  let chunk: SourceEntry[] = []
  let size = 0
  for await (const entry of entries) {
    chunk.push(entry)
    size += sizeOf(entry)
    if (chunk.length < MAX_RECORDS && size < MAX_CHARACTERS) continue
    yield chunk
    chunk = []
    size = 0
  }
  if (chunk.length > 0) yield chunk
}

function sizeOf(entry: SourceEntry): number {
  if (entry.kind === 'reject') return entry.excerpt.length
  return (
    entry.title.length +
    (entry.abstract?.length ?? 0) +
    (entry.extra ? JSON.stringify(entry.extra).length : 0)
  )
}
