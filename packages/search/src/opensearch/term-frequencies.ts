import type { Client } from '@opensearch-project/opensearch'
import type { Collection } from '../feedback.ts'
import { SEARCH_TIMEOUT_MS } from './run-search.ts'

/** How rare a word is changes slowly: what was asked is kept for so long. */
const LIFE_MS = 30_000
const MAX_KEPT = 200_000

type Known = { collection: Collection; papersOf: Map<string, number> }
export type TermFrequencies = {
  /** How many papers have each stem, 0 where none has it. */
  of(stems: string[]): Promise<Known>
  /** After a write of our own nothing old is said. */
  forget(): void
}
type Kept = { since: number; collection?: Collection; papers: Map<string, number> }

/** What the collection knows of words; asks the engine only for those not asked lately. */
export function termFrequencies(client: Client, alias: string, now: () => number): TermFrequencies {
  let kept: Kept | undefined
  const current = (): Kept => {
    if (kept && now() - kept.since <= LIFE_MS && kept.papers.size <= MAX_KEPT) return kept
    kept = { since: now(), papers: new Map() }
    return kept
  }
  return {
    async of(stems) {
      // An answer goes to what was current when it was asked for: none from before a write is kept after it.
      const known = current()
      const missing = stems.filter((stem) => !known.papers.has(stem))
      if (missing.length > 0) {
        const learnt = await ask(client, alias, missing)
        known.collection ??= learnt.collection
        for (const stem of missing) known.papers.set(stem, learnt.papers.get(stem) ?? 0)
      }
      return {
        collection: known.collection ?? NOTHING,
        papersOf: new Map(stems.map((stem) => [stem, known.papers.get(stem) ?? 0])),
      }
    },
    forget() {
      kept = undefined
    },
  }
}

const NOTHING: Collection = { papers: 0, meanLength: 1 }

type TermVectors = {
  term_vectors?: {
    text?: {
      field_statistics: { sum_ttf: number; doc_count: number }
      terms: Record<string, { doc_freq?: number }>
    }
  }
}

/** The engine tells of the terms of a document that it does not keep. */
async function ask(client: Client, alias: string, stems: string[]) {
  const response = await client.termvectors(
    {
      index: alias,
      fields: ['text'],
      term_statistics: true,
      field_statistics: true,
      positions: false,
      offsets: false,
      payloads: false,
      body: { doc: { text: stems.join(' ') } } as never,
    },
    { requestTimeout: SEARCH_TIMEOUT_MS, maxRetries: 0 },
  )
  const text = (response.body as unknown as TermVectors).term_vectors?.text
  const { sum_ttf: words = 0, doc_count: papers = 0 } = text?.field_statistics ?? {}
  return {
    collection: { papers, meanLength: Math.max(1, words / Math.max(1, papers)) },
    papers: new Map(Object.entries(text?.terms ?? {}).map(([stem, { doc_freq = 0 }]) => [stem, doc_freq])),
  }
}
