import type { Client } from '@opensearch-project/opensearch'
import { SUGGESTION_PAPERS, type SuggestionSource } from '../suggestions.ts'
import { filterClauses, matchQuery } from './match-query.ts'
import { respell } from './respell.ts'
import { runSearch } from './run-search.ts'
import type { TermFrequencies } from './term-frequencies.ts'

type Deps = { client: Client; alias: string; frequencies: TermFrequencies }

export function suggestionSource(deps: Deps): SuggestionSource {
  return {
    titles: (typed) => trendingTitles(deps, typed),
    respell: (words) => respell(deps, words),
  }
}

async function trendingTitles(
  { client, alias }: Omit<Deps, 'frequencies'>,
  typed: string[],
): Promise<string[]> {
  const beginning = typed.at(-1) ?? ''
  const whole = typed
    .slice(0, -1)
    .map((word) => matchQuery({ kind: 'phrase', field: 'title', words: [word] }))
  const begun = matchQuery({ kind: 'prefix', field: 'title', prefix: beginning })
  const body = {
    query: { bool: { filter: [...whole, begun, ...filterClauses({})] } },
    sort: [{ trending: 'desc' }, { id: 'asc' }],
    size: SUGGESTION_PAPERS,
    track_total_hits: false,
    // Not from the source, which holds the words of the paper too and takes ten times as long to read.
    _source: false,
    stored_fields: '_none_',
    docvalue_fields: ['title'],
  }
  const found = await runSearch(client, body, alias)
  return found.hits.hits.flatMap(({ fields }) => fields?.title ?? [])
}
