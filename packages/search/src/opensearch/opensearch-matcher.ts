import type { Client } from '@opensearch-project/opensearch'
import { indexable, type Put } from '../matching/indexable.ts'
import { parsedQueries } from '../matching/parsed-queries.ts'
import type { SearchMatcher } from '../matching/search-matcher.ts'
import { vocabularyOf } from '../matching/vocabulary.ts'
import { stored } from './bulk.ts'
import { matchQuery } from './match-query.ts'
import { percolate } from './percolate.ts'
import { type SavedQueries, type SavedQuery, savedQuery } from './saved-queries.ts'

const BATCH_PAPERS = 1_000
const BATCH_CHARACTERS = 8_000_000

type Deps = { client: Client; saved: SavedQueries }
type Group = ReturnType<typeof parsedQueries>[number]
type Run = Deps & { signal: AbortSignal | undefined; registered: Set<string> }

/** The percolator: papers are looked up among registered queries, the engine's own code for the search. */
export function opensearchMatcher(deps: Deps): SearchMatcher {
  return {
    async match(queries, documents, { signal } = {}) {
      signal?.throwIfAborted()
      const found = new Map<string, string[]>()
      const groups = parsedQueries(queries)
      const puts = indexable(documents)
      if (groups.length === 0 || puts.length === 0) return found
      await deps.saved.prepare()
      const run = { ...deps, signal, registered: new Set<string>() }
      for (const batch of batches(puts)) {
        for (const [group, ids] of await matchBatch(run, groups, batch))
          for (const query of group.queries) found.set(query, [...(found.get(query) ?? []), ...ids])
      }
      return found
    },
  }
}

async function matchBatch(run: Run, groups: Group[], puts: Put[]): Promise<[Group, string[]][]> {
  const { client, saved, signal, registered } = run
  const { mayMatch } = vocabularyOf(puts.map(({ document }) => document))
  const candidates = new Map<string, SavedQuery & { groups: Group[] }>()
  for (const group of groups.filter(({ node }) => mayMatch(node))) {
    const query = savedQuery(matchQuery(group.node))
    const known = candidates.get(query.id)
    if (known) known.groups.push(group)
    else candidates.set(query.id, { ...query, groups: [group] })
  }
  const missing = [...candidates.values()].filter(({ id }) => !registered.has(id))
  if (missing.length > 0) await saved.add(missing, signal)
  for (const { id } of missing) registered.add(id)
  const documents = puts.map(percolated)
  const matches = await percolate({ client, index: saved.index, signal }, [...candidates.keys()], documents)
  return matches.flatMap(({ id, slots }) => {
    const ids = slots.flatMap((slot) => puts[slot]?.id ?? [])
    return (candidates.get(id)?.groups ?? []).map((group): [Group, string[]] => [group, ids])
  })
}

/** A paper as the index of papers stores it, as far as queries look into it. */
function percolated(put: Put): unknown {
  const { text, words } = stored(put)
  return { text, words }
}

function* batches(puts: Put[]): Generator<Put[]> {
  let batch: Put[] = []
  let characters = 0
  for (const put of puts) {
    const size = put.document.title.length + put.document.abstract.length
    if (batch.length > 0 && (batch.length >= BATCH_PAPERS || characters + size > BATCH_CHARACTERS)) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(put)
    characters += size
  }
  if (batch.length > 0) yield batch
}
