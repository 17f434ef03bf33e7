import type { SourceRecord } from '@paperboy/contracts'
import type { Format } from './format.ts'
import { object, objects, present, rest, text, texts } from './json/fields.ts'
import { readObjects } from './json/read-objects.ts'
import { isEmptyAnswer, shareOf } from './json/sampled-objects.ts'

type Fields = Record<string, unknown>

const EMPTY = /^\s*\{\s*"meta"\s*:[\s\S]*"results"\s*:\s*$/

/** OpenAlex works: list answers (`{"meta", "results": […]}`), a single work, or JSON Lines of its snapshot. */
export const openalex = {
  name: 'openalex',
  ranks: false,
  abstractRequired: false,
  mayBeEmpty: true,
  detect: (sample) => (isEmptyAnswer(sample, EMPTY) ? 0.96 : 0.96 * shareOf(sample, isWork)),
  read: (input) => readObjects(input, toRecord, 'The work has neither a "title" nor a "display_name".'),
} as const satisfies Format

const TAKEN = [
  ...['id', 'doi', 'title', 'display_name', 'publication_date', 'publication_year', 'authorships'],
  ...[
    'abstract_inverted_index',
    'primary_location',
    'ids',
    'updated_date',
    'concepts',
    'topics',
    'locations',
  ],
  ...['best_oa_location', 'referenced_works', 'related_works', 'counts_by_year', 'mesh', 'keywords'],
]
const MAX_WORDS = 20_000

function toRecord(position: string, work: Fields): SourceRecord | null {
  const title = text(work.title) ?? text(work.display_name)
  if (title === undefined) return null
  const place = object(work.primary_location)
  return {
    kind: 'record',
    position,
    title,
    ...present({
      abstract: abstractOf(object(work.abstract_inverted_index)),
      authors: authorsOf(work),
      ids: texts([...new Set([work.doi, object(work.ids)?.doi, arxivOf(work), work.id])]),
      url: text(place?.landing_page_url) ?? text(work.doi) ?? text(work.id),
      links: texts(place?.pdf_url),
      categories: texts(object(work.primary_topic)?.display_name),
      publishedAt: text(work.publication_date),
      updatedAt: text(work.updated_date),
    }),
    ...rest(work, TAKEN, { venue: text(object(place?.source)?.display_name) }),
  }
}

function authorsOf(work: Fields): string[] | undefined {
  const named = objects(work.authorships).map(
    (one) => object(one.author)?.display_name ?? one.raw_author_name,
  )
  return texts(named)
}

/** The preprint's id is in the address of the place where it stands. */
function arxivOf(work: Fields): string | undefined {
  const places = [work.primary_location, ...objects(work.locations)].map((place) => object(place))
  return places
    .map((place) => text(place?.landing_page_url))
    .find((url) => url !== undefined && /^https?:\/\/arxiv\.org\/abs\//.test(url))
}

/** The words at their positions again; a work whose positions are absurd has no abstract. */
function abstractOf(index: Fields | undefined): string | undefined {
  if (!index) return undefined
  const words: string[] = []
  for (const [word, positions] of Object.entries(index)) {
    for (const at of Array.isArray(positions) ? positions : []) {
      if (!Number.isInteger(at) || at < 0 || at >= MAX_WORDS) return undefined
      words[at] = word
    }
  }
  const abstract = words.filter((word) => word !== undefined).join(' ')
  return text(abstract)
}

function isWork(work: Fields): boolean {
  return /^https:\/\/openalex\.org\/W\d+$/i.test(text(work.id) ?? '')
}
