import type { Client } from '@opensearch-project/opensearch'
import type { Collection, FeedbackPaper } from '../feedback.ts'
import { unavailable } from './errors.ts'
import { SEARCH_TIMEOUT_MS } from './run-search.ts'

type TermVectors = {
  docs: {
    _id: string
    error?: { type?: string; reason?: string }
    term_vectors?: {
      text?: {
        field_statistics: { sum_ttf: number; doc_count: number }
        terms: Record<string, { doc_freq?: number; term_freq: number }>
      }
    }
  }[]
}

export type PaperTerms = { papers: FeedbackPaper[]; collection: Collection }

/** The terms of some papers, with what the collection knows of them; a paper that is not there is left out. */
export async function paperTerms(client: Client, alias: string, ids: string[]): Promise<PaperTerms> {
  const none = { papers: [], collection: { papers: 0, meanLength: 1 } }
  if (ids.length === 0) return none
  const response = await client.mtermvectors(
    {
      index: alias,
      fields: ['text'],
      realtime: false,
      term_statistics: true,
      field_statistics: true,
      positions: false,
      offsets: false,
      payloads: false,
      body: { ids } as never,
    },
    { requestTimeout: SEARCH_TIMEOUT_MS, maxRetries: 0 },
  )
  const { docs } = response.body as unknown as TermVectors
  const fault = docs.find(({ error }) => error)?.error
  if (fault) throw unavailable(`The search index cannot be read (${fault.type}: ${fault.reason}).`)
  // The engine answers in an order of its own.
  const byId = new Map(docs.map((doc) => [doc._id, doc.term_vectors?.text]))
  const vectors = ids.flatMap((id) => byId.get(id) ?? [])
  const [first] = vectors
  if (!first) return none
  const { sum_ttf: length, doc_count: papers } = first.field_statistics
  return {
    papers: vectors.map(({ terms }) => paperOf(terms)),
    collection: { papers, meanLength: Math.max(1, length / Math.max(1, papers)) },
  }
}

function paperOf(terms: Record<string, { doc_freq?: number; term_freq: number }>): FeedbackPaper {
  const counted = Object.entries(terms).map(([word, { term_freq: count, doc_freq: papers = 1 }]) => ({
    stem: word,
    title: 0,
    count,
    papers,
  }))
  return { terms: counted, length: counted.reduce((sum, { count }) => sum + count, 0) }
}
