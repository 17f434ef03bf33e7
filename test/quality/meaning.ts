import { configuredEmbeddings, EmbeddingsEnv, type Meaning, openMeaning, toBytes } from '@paperboy/search'
import { createLogger, loadEnv } from '@paperboy/service-kit'
import type { Collection } from './collections.ts'

export type CollectionMeaning = { meaning: Meaning; close(): Promise<void> }

const BATCH = 32
/** The figure is of an order, not of a time: a small machine may take its own. */
const TIMEOUT_MS = 120_000

/** Vectors of a collection as the indexer makes them; undefined where no embeddings server is named. */
export async function meaningOf({ documents }: Collection): Promise<CollectionMeaning | undefined> {
  const embeddings = configuredEmbeddings(loadEnv(EmbeddingsEnv, process.env))
  if (!embeddings) return undefined
  const vectors: { paperId: string; vector: Uint8Array; firstSeenAt: number; hasCode: boolean }[] = []
  for (let at = 0; at < documents.length; at += BATCH) {
    const batch = documents.slice(at, at + BATCH)
    const texts = batch.map(({ title, abstract }) => `${title}\n${abstract}`.trim())
    const answer = await embeddings.ofTexts(texts, { timeoutMs: TIMEOUT_MS })
    if (answer.kind !== 'vectors') throw new Error(`The embeddings server: ${answer.reason}.`)
    for (const [n, { id: paperId, firstSeenAt, hasCode }] of batch.entries()) {
      const vector = answer.vectors[n]
      if (vector)
        vectors.push({ paperId, firstSeenAt, hasCode, vector: new Uint8Array(toBytes(vector).buffer) })
    }
  }
  const opened = openMeaning({
    embeddings,
    source: async (_, { after }) => ({ vectors: after === 0 ? vectors : [], place: 1 }),
    log: createLogger('quality', 'warn'),
    queryTimeoutMs: TIMEOUT_MS,
  })
  await opened.catchUp()
  return { meaning: opened.meaning, close: () => opened.close() }
}
