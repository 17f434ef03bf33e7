import type { SourceEntry } from '@paperboy/contracts'

/** Design: 500–1,000 records are one unit of work; long ones close a chunk earlier. */
const MAX_RECORDS = 1_000
const MAX_CHARACTERS = 4_000_000

/**
 * Groups consecutive entries, each as JSON at once: as objects a thousand of them would outlive the young
 * generation of the heap. The borders depend on the entries alone, so a second split is the same.
 */
export async function* chunksOf(entries: AsyncIterable<SourceEntry>): AsyncGenerator<string[]> {
  let chunk: string[] = []
  let size = 0
  for await (const entry of entries) {
    const json = JSON.stringify(entry)
    chunk.push(json)
    size += json.length
    if (chunk.length < MAX_RECORDS && size < MAX_CHARACTERS) continue
    yield chunk
    chunk = []
    size = 0
  }
  if (chunk.length > 0) yield chunk
}
