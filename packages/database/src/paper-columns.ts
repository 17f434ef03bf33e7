import type { PaperFacts } from '@paperboy/contracts'
import type { Selectable } from 'kysely'
import type { Papers } from './schema.ts'

/** The columns that make up a paper's present state. */
export const paperColumns = [
  'id',
  'version',
  'title',
  'abstract',
  'authors',
  'arxiv_id',
  'doi',
  'url',
  'code_urls',
  'links',
  'categories',
  'published_at',
  'upvotes',
  'language',
  'first_seen_at',
  'last_seen_at',
  'trending',
] as const satisfies (keyof Papers)[]

export type PaperColumns = Pick<Selectable<Papers>, (typeof paperColumns)[number]>

export function factsOfRow(row: PaperColumns): PaperFacts {
  return {
    title: row.title,
    abstract: row.abstract,
    authors: row.authors as PaperFacts['authors'],
    arxivId: row.arxiv_id,
    doi: row.doi,
    url: row.url,
    codeUrls: row.code_urls,
    links: row.links,
    categories: row.categories,
    publishedAt: row.published_at?.toISOString() ?? null,
    upvotes: row.upvotes,
    language: row.language,
  }
}
