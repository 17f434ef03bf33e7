import type { Client } from '@opensearch-project/opensearch'
import type { Collection } from '../feedback.ts'
import { SEARCH_TIMEOUT_MS } from './run-search.ts'

/** How rare a word is changes slowly: what was asked for weights is kept for so long, */
const LIFE_MS = 30_000
/** and for so long where nothing is known to have changed; a change may go unheard. */
const UNCHANGED_LIFE_MS = 600_000
const MAX_KEPT = 200_000

type Known = { collection: Collection; papersOf: Map<string, number> }
export type TermFrequencies = {
  /** How many papers have each stem, 0 where none has it; for weights, since it may be half a minute old. */
  of(stems: string[]): Promise<Known>
  /** The same as of now, for what decides which papers match. */
  current(stems: string[]): Promise<Map<string, number>>
  /** After a write of our own nothing old is said. */
  forget(): void
}
type Kept = { since: number; stamp: Stamp; collection?: Collection; papers: Map<string, number> }
type Stamp = number | null
/** `stamp` is another number after each change of the index, null while nobody can tell. */
type Options = { now: () => number; stamp: () => Stamp }

/** What the collection knows of words; asks the engine only for those not asked lately. */
export function termFrequencies(client: Client, alias: string, { now, stamp }: Options): TermFrequencies {
  const isUnchanged = (kept: Kept) => kept.stamp !== null && kept.stamp === stamp()
  const age = (kept: Kept) => now() - kept.since
  const asked = (isFresh: (kept: Kept) => boolean) =>
    keeping((stems) => ask(client, alias, stems), {
      begin: () => ({ since: now(), stamp: stamp(), papers: new Map() }),
      isFresh: (kept) => kept.papers.size <= MAX_KEPT && isFresh(kept),
      isUnchanged,
    })
  const lately = asked((kept) => age(kept) <= (isUnchanged(kept) ? UNCHANGED_LIFE_MS : LIFE_MS))
  const unchanged = asked((kept) => isUnchanged(kept) && age(kept) <= LIFE_MS)
  return {
    of: (stems) => lately.of(stems),
    current: async (stems) => (await unchanged.of(stems)).papersOf,
    forget() {
      lately.forget()
      unchanged.forget()
    },
  }
}

type Keeping = { begin(): Kept; isFresh(kept: Kept): boolean; isUnchanged(kept: Kept): boolean }

function keeping(
  learn: (stems: string[]) => ReturnType<typeof ask>,
  { begin, isFresh, isUnchanged }: Keeping,
) {
  let kept: Kept | undefined
  return {
    async of(stems: string[]): Promise<Known> {
      // An answer goes to what was kept when it was asked for: none from before a write is kept after it.
      if (!kept || !isFresh(kept)) kept = begin()
      const known = kept
      const missing = stems.filter((stem) => !known.papers.has(stem))
      if (missing.length > 0) {
        const learnt = await learn(missing)
        known.collection ??= learnt.collection
        for (const [stem, papers] of learnt.papers) known.papers.set(stem, papers)
        // What no paper has may come with the next one, so that is kept only while there is none.
        if (isUnchanged(known))
          for (const stem of missing) if (!learnt.papers.has(stem)) known.papers.set(stem, 0)
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
    papers: new Map(
      Object.entries(text?.terms ?? {}).flatMap(([stem, { doc_freq = 0 }]) =>
        doc_freq > 0 ? [[stem, doc_freq] as const] : [],
      ),
    ),
  }
}
