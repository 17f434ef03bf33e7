import type { Client } from '@opensearch-project/opensearch'
import { MAX_CORRECTED, MAX_EDITS, MIN_PAPERS, nearest, writtenAs } from '../spelling/respelled.ts'
import { filterClauses } from './match-query.ts'
import { runSearch } from './run-search.ts'
import type { TermFrequencies } from './term-frequencies.ts'

const TEXTS = 5
const CANDIDATES = 20

type Deps = { client: Client; alias: string; frequencies: TermFrequencies }

/** For stems that no paper has, the word that was likely meant; the first letter is taken as right. */
export async function respell(
  { client, alias, frequencies }: Deps,
  stems: string[],
): Promise<Map<string, string>> {
  const { papersOf } = await frequencies.of(stems)
  const unknown = stems.filter((stem) => papersOf.get(stem) === 0)
  if (unknown.length === 0) return new Map()
  const found = await suggestions(client, alias, unknown)
  const corrected = await Promise.all(
    found.slice(0, MAX_CORRECTED).map(async ({ text, options }) => {
      const meant = nearest(
        text,
        options.map((option) => ({ stem: option.text, papers: option.freq })),
      )
      const written = meant === undefined ? undefined : await wordOf(client, alias, meant)
      return written === undefined ? [] : [[text, written] as const]
    }),
  )
  return new Map(corrected.flat())
}

type Suggestion = { text: string; options: { text: string; freq: number }[] }

async function suggestions(client: Client, alias: string, stems: string[]): Promise<Suggestion[]> {
  const term = {
    field: 'text',
    suggest_mode: 'missing',
    sort: 'frequency',
    size: CANDIDATES,
    shard_size: CANDIDATES,
    max_edits: MAX_EDITS,
    prefix_length: 1,
    // The engine asks for more than this many.
    min_doc_freq: MIN_PAPERS - 1,
  }
  const body = { size: 0, track_total_hits: false, suggest: { spelling: { text: stems.join(' '), term } } }
  const found = await runSearch(client, body, alias)
  return (found.suggest?.spelling ?? []).filter(({ options }) => options.length > 0)
}

async function wordOf(client: Client, alias: string, stem: string): Promise<string | undefined> {
  const body = {
    query: { bool: { filter: [{ term: { text: stem } }, ...filterClauses({})] } },
    size: TEXTS,
    track_total_hits: false,
    _source: ['title', 'abstract'],
  }
  const found = await runSearch(client, body, alias)
  const texts = found.hits.hits.map(({ _source }) => `${_source?.title ?? ''} ${_source?.abstract ?? ''}`)
  return writtenAs(stem, texts)
}
