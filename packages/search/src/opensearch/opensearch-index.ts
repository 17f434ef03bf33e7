import type { Client } from '@opensearch-project/opensearch'
import type { SearchHit } from '@paperboy/contracts'
import { faultOf, MAX_ID_BYTES } from '../check-action.ts'
import type { CursorBook } from '../cursor.ts'
import type { PaperIndex } from '../paper-index.ts'
import { tellingWords } from '../similar-words.ts'
import { suggest } from '../suggestions.ts'
import { writeValid } from '../write-valid.ts'
import { bulkWrite } from './bulk.ts'
import { asking } from './errors.ts'
import { filterClauses } from './match-query.ts'
import { type Names, writeAlias } from './names.ts'
import { paperTerms } from './paper-terms.ts'
import { runSearch } from './run-search.ts'
import { searchPage } from './search.ts'
import { suggestionSource } from './suggestion-source.ts'

type Deps = { client: Client; names: Names; cursors: CursorBook }

export function opensearchIndex({ client, names: { alias }, cursors }: Deps): PaperIndex {
  return {
    write: (actions, { index, signal } = {}) =>
      writeValid(actions, faultOf, (valid) =>
        bulkWrite(client, valid, { alias: index === undefined ? alias : writeAlias(index), signal }),
      ),
    search: (request) => searchPage({ client, alias, cursors }, request),
    similar: (id, limit) => asking(() => similar(client, alias, id, limit)),
    suggest: (q, limit) => asking(() => suggest(suggestionSource(client, alias), q, limit)),
    async refresh(index) {
      await asking(() => client.indices.refresh({ index: index ?? alias }))
    },
  }
}

async function similar(client: Client, alias: string, id: string, limit: number): Promise<SearchHit[]> {
  if (id === '' || Buffer.byteLength(id) > MAX_ID_BYTES) return []
  const { papers, collection } = await paperTerms(client, alias, [id])
  const telling = papers.flatMap(({ terms }) => tellingWords(terms, collection.papers))
  if (telling.length === 0) return []
  const should = telling.map(({ stem, boost }) => ({ term: { text: { value: stem, boost } } }))
  const query = {
    bool: { should, minimum_should_match: 1, must_not: [{ term: { id } }], filter: filterClauses({}) },
  }
  const sort = [{ _score: 'desc' }, { trending: 'desc' }, { id: 'asc' }]
  const body = { query, size: limit, sort, _source: false, track_total_hits: false }
  const found = await runSearch(client, body, alias)
  return found.hits.hits.map((hit) => ({ id: hit._id, score: hit._score }))
}
