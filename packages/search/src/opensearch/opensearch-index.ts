import type { Client } from '@opensearch-project/opensearch'
import type { SearchHit } from '@paperboy/contracts'
import { faultOf, MAX_ID_BYTES } from '../check-action.ts'
import type { CursorBook } from '../cursor.ts'
import type { PaperIndex } from '../paper-index.ts'
import { SIMILAR_SHARE, SIMILAR_TERMS } from '../similar-words.ts'
import { SUGGESTION_CANDIDATES, suggestionQuery, suggestionsOf } from '../suggestions.ts'
import { stem } from '../text/stem.ts'
import { stopWords } from '../text/stop-words.ts'
import { words } from '../text/tokens.ts'
import { writeValid } from '../write-valid.ts'
import { bulkWrite } from './bulk.ts'
import { asking, statusOf, typeOf } from './errors.ts'
import { filterClauses, matchQuery } from './match-query.ts'
import { type Names, writeAlias } from './names.ts'
import { runSearch, SEARCH_TIMEOUT_MS, searchPage } from './search.ts'

type Deps = { client: Client; names: Names; cursors: CursorBook }

export function opensearchIndex({ client, names: { alias }, cursors }: Deps): PaperIndex {
  return {
    write: (actions, { index, signal } = {}) =>
      writeValid(actions, faultOf, (valid) =>
        bulkWrite(client, valid, { alias: index === undefined ? alias : writeAlias(index), signal }),
      ),
    search: (request) => searchPage({ client, alias, cursors }, request),
    similar: (id, limit) => asking(() => similar(client, alias, id, limit)),
    suggest: (q, limit) => asking(() => suggest(client, alias, q, limit)),
    async refresh(index) {
      await asking(() => client.indices.refresh({ index: index ?? alias }))
    },
  }
}

async function similar(client: Client, alias: string, id: string, limit: number): Promise<SearchHit[]> {
  const text = await textOf(client, alias, id)
  if (text === undefined) return []
  const like = {
    more_like_this: {
      fields: ['text'],
      like: [text],
      min_term_freq: 1,
      min_doc_freq: 2,
      max_query_terms: SIMILAR_TERMS,
      minimum_should_match: `${SIMILAR_SHARE * 100}%`,
      stop_words: [...stopWords].map(stem),
    },
  }
  const query = { bool: { must: [like], must_not: [{ term: { id } }], filter: filterClauses({}) } }
  const found = await runSearch(
    client,
    { query, size: limit, sort: [{ _score: 'desc' }, { id: 'asc' }], _source: false },
    alias,
  )
  return found.hits.hits.map((hit) => ({ id: hit._id, score: hit._score }))
}

/** The paper's stems, as they are indexed; undefined for one that is not there. */
async function textOf(client: Client, alias: string, id: string): Promise<string | undefined> {
  if (id === '' || Buffer.byteLength(id) > MAX_ID_BYTES) return undefined
  try {
    const { body } = await client.get(
      { index: alias, id, _source: ['title', 'abstract', 'deleted'] },
      { requestTimeout: SEARCH_TIMEOUT_MS, maxRetries: 0 },
    )
    const source = body._source as { title?: string; abstract?: string; deleted: boolean } | undefined
    if (!source || source.deleted) return undefined
    return [...words(source.title ?? ''), ...words(source.abstract ?? '')].map(stem).join(' ')
  } catch (error) {
    // A paper that is not there is also a 404, but without an error in its body.
    if (statusOf(error) === 404 && typeOf(error) === '') return undefined
    throw error
  }
}

async function suggest(client: Client, alias: string, q: string, limit: number): Promise<string[]> {
  const node = suggestionQuery(q)
  if (!node) return []
  const body = {
    query: { bool: { filter: [matchQuery(node), ...filterClauses({})] } },
    sort: [{ trending: 'desc' }, { id: 'asc' }],
    size: SUGGESTION_CANDIDATES,
    track_total_hits: false,
    _source: ['title'],
  }
  const found = await runSearch(client, body, alias)
  return suggestionsOf(
    found.hits.hits.map((hit) => hit._source?.title ?? ''),
    q,
    limit,
  )
}
