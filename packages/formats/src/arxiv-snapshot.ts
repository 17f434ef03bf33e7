import type { SourceRecord } from '@paperboy/contracts'
import type { Format } from './format.ts'
import { object, objects, present, rest, text, texts } from './json/fields.ts'
import { readObjects } from './json/read-objects.ts'
import { shareOf } from './json/sampled-objects.ts'

type Fields = Record<string, unknown>

/** The arXiv snapshot of JSON Lines that is made from its OAI records (`arxiv-metadata-oai-snapshot.json`). */
export const arxivSnapshot = {
  name: 'arxiv-snapshot',
  ranks: false,
  abstractRequired: false,
  detect: (sample) => 0.97 * shareOf(sample, isEntry),
  read: (input) => readObjects(input, toRecord, 'The line has no "title" with text in it.'),
} as const satisfies Format

const TAKEN = [
  ...['id', 'authors', 'title', 'doi', 'categories', 'abstract', 'versions', 'update_date', 'authors_parsed'],
]

function toRecord(position: string, entry: Fields): SourceRecord | null {
  const title = text(entry.title)
  if (title === undefined) return null
  const id = text(entry.id)
  return {
    kind: 'record',
    position,
    title,
    ...present({
      abstract: text(entry.abstract),
      authors: parsedAuthors(entry.authors_parsed) ?? texts(entry.authors),
      ids: texts([id, entry.doi]),
      url: id && `https://arxiv.org/abs/${id}`,
      categories: text(entry.categories)?.trim().split(/\s+/),
      publishedAt: text(objects(entry.versions)[0]?.created),
      updatedAt: text(entry.update_date),
    }),
    ...rest(entry, TAKEN, { versions: objects(entry.versions).length || undefined }),
  }
}

/** `[["Last", "First", "Jr."], …]` */
function parsedAuthors(value: unknown): string[] | undefined {
  const lists = Array.isArray(value) ? value.filter((one) => Array.isArray(one)) : []
  return texts(
    lists.map(([last, first, suffix]: unknown[]) =>
      [text(first), text(last), text(suffix)].filter((part) => part !== undefined).join(' '),
    ),
  )
}

function isEntry(entry: Fields): boolean {
  const hasForm =
    Array.isArray(entry.authors_parsed) || (Array.isArray(entry.versions) && 'update_date' in entry)
  return hasForm && text(entry.id) !== undefined && text(entry.title) !== undefined && !object(entry.paper)
}
