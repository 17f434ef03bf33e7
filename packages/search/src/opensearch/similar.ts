import type { Client } from '@opensearch-project/opensearch'
import type { SearchHit } from '@paperboy/contracts'
import { MAX_ID_BYTES } from '../check-action.ts'
import { tellingWords } from '../similar-words.ts'
import { filterClauses } from './match-query.ts'
import { paperWords } from './paper-words.ts'
import { runSearch } from './run-search.ts'
import type { TermFrequencies } from './term-frequencies.ts'

type Deps = { client: Client; alias: string; frequencies: TermFrequencies }

/** Papers that share the words which tell most about the paper. */
export async function similar(deps: Deps, id: string, limit: number): Promise<SearchHit[]> {
  if (id === '' || Buffer.byteLength(id) > MAX_ID_BYTES) return []
  const telling = await wordsOf(deps, id)
  if (telling.length === 0) return []
  const should = telling.map(({ stem, boost }) => ({ term: { text: { value: stem, boost } } }))
  // A tombstone has no words, so none is found.
  const query = { bool: { should, minimum_should_match: 1, must_not: [{ term: { id } }] } }
  const sort = [{ _score: 'desc' }, { trending: 'desc' }, { id: 'asc' }]
  const body = { query, size: limit, sort, _source: false, track_total_hits: false }
  const found = await runSearch(deps.client, body, deps.alias)
  return found.hits.hits.map((hit) => ({ id: hit._id, score: hit._score }))
}

async function wordsOf({ client, alias, frequencies }: Deps, id: string) {
  const query = { bool: { filter: [{ term: { id } }, ...filterClauses({})] } }
  const body = { query, size: 1, _source: ['text'], track_total_hits: false }
  const [paper] = (await runSearch(client, body, alias)).hits.hits
  if (!paper) return []
  const { counts } = paperWords(paper)
  const { papersOf, collection } = await frequencies.of([...counts.keys()])
  const terms = Array.from(counts, ([stem, count]) => ({
    ...{ stem, count, title: 0 },
    papers: papersOf.get(stem) ?? 0,
  }))
  return tellingWords(terms, collection.papers)
}
