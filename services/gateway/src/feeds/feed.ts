import type { Paper } from '@paperboy/contracts'
import { readable } from '@paperboy/text'

/** A feed before it is written as Atom, RSS or JSON. */
export type Feed = {
  /** Never changes, whatever address the service has. */
  id: string
  title: string
  description: string
  /** The page for people, and the address of this very feed. */
  home: string
  self: string
  entries: FeedEntry[]
}

export type FeedEntry = {
  id: string
  title: string
  url: string
  summary: string
  authors: string[]
  categories: string[]
  /** ISO 8601. */
  published: string
  updated: string
}

/** Of a feed without entries: a fixed time, so that asking again changes nothing. */
const BEGINNING = '1970-01-01T00:00:00.000Z'

/**
 * The id names the paper and not the host, so a service that moves delivers nothing again. Ids of papers are
 * derived from their titles: the same paper elsewhere is the same entry.
 */
export function entryOf(paper: Paper, base: string): FeedEntry {
  return {
    id: `tag:paperboy,2026:paper/${encodeURIComponent(paper.id)}`,
    title: readable(paper.title),
    url: `${base}/papers/${encodeURIComponent(paper.id)}`,
    summary: readable(paper.abstract ?? ''),
    authors: paper.authors.map(({ name }) => name),
    categories: paper.categories,
    published: paper.firstSeenAt,
    updated: paper.lastSeenAt,
  }
}

/** The newest entry's time, never the time of asking. */
export function updatedOf({ entries }: Pick<Feed, 'entries'>): string {
  return (
    entries
      .map(({ updated }) => updated)
      .sort()
      .at(-1) ?? BEGINNING
  )
}
