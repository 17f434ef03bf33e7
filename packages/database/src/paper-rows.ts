import type { PaperFacts, RecordFacts } from '@paperboy/contracts'

/** A paper as its row holds it, in the words of the contract. */
export type PaperRow = {
  id: string
  version: number
  facts: PaperFacts
  firstSeenAt: Date
  lastSeenAt: Date
  trending: number
  /** As of when its sources say that it is withdrawn; null: it is not. */
  withdrawnAt: Date | null
}

/** One saying of a record about a paper. */
export type FactsRow = { paperId: string; hash: string; facts: RecordFacts; firstSeenAt: Date }

export type AppearanceRow = {
  dumpId: string
  run: number
  date: string
  ordinal: number
  paperId: string
  factsHash: string
  position: string
  ownRank: number | null
  seenAt: Date
}

/** An id that a paper has or had. */
export type TakenId = {
  id: string
  arxivId: string | null
  doi: string | null
  /** The paper, living or withdrawn, that it turned out to be. */
  mergedInto: string | null
  vacant: boolean
}

export type IdentityRow = { key: string; place: number; paperId: string }

/** The JSON that json_to_recordset turns into a row of papers. */
export function paperJson(row: PaperRow): Record<string, unknown> {
  const { facts } = row
  return {
    id: row.id,
    title: facts.title,
    abstract: facts.abstract,
    authors: facts.authors,
    arxiv_id: facts.arxivId,
    doi: facts.doi,
    url: facts.url,
    code_urls: facts.codeUrls,
    links: facts.links,
    categories: facts.categories,
    published_at: facts.publishedAt,
    upvotes: facts.upvotes,
    language: facts.language,
    first_seen_at: row.firstSeenAt,
    last_seen_at: row.lastSeenAt,
    trending: row.trending,
    withdrawn_at: row.withdrawnAt,
  }
}
