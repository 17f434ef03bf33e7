import type { SearchDocument } from '@paperboy/contracts'
import { readable } from '@paperboy/text'
import type { IndexWork } from './index-queue.ts'

/** What the search index holds of a paper; null for a tombstone. */
export function toDocument({ paperId, facts, firstSeenAt, trending }: IndexWork): SearchDocument | null {
  if (!facts) return null
  return {
    id: paperId,
    title: readable(facts.title),
    abstract: readable(facts.abstract ?? ''),
    authors: facts.authors.map((author) => author.name),
    categories: facts.categories,
    ids: [paperId, facts.arxivId, facts.doi].flatMap((id) => (id ? [id.toLowerCase()] : [])),
    codeHosts: codeHosts(facts.codeUrls),
    hasCode: facts.codeUrls.length > 0,
    firstSeenAt: firstSeenAt.getTime(),
    publishedAt: facts.publishedAt ? Date.parse(facts.publishedAt) : null,
    month: firstSeenAt.toISOString().slice(0, 7),
    trending,
  }
}

function codeHosts(urls: string[]): string[] {
  const hosts = urls.flatMap((url) => (URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : []))
  return [...new Set(hosts)]
}
