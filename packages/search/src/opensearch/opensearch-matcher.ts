import type { Client } from '@opensearch-project/opensearch'
import type { Put } from '../matching/indexable.ts'
import { type GroupMatch, matchInBatches } from '../matching/match-in-batches.ts'
import type { QueryGroup } from '../matching/parsed-queries.ts'
import type { SearchMatcher } from '../matching/search-matcher.ts'
import { stored } from './bulk.ts'
import { matchQuery } from './match-query.ts'
import { percolate } from './percolate.ts'
import { type SavedQueries, savedQuery } from './saved-queries.ts'

type Deps = { client: Client; saved: SavedQueries }
type Run = Deps & { signal: AbortSignal | undefined; registered: Set<string> }

/** The percolator: papers are looked up among registered queries by the code that runs readers' searches. */
export function opensearchMatcher(deps: Deps): SearchMatcher {
  return {
    async match(queries, documents, { signal } = {}) {
      const run = { ...deps, signal, registered: new Set<string>() }
      return matchInBatches({ queries, documents, signal }, (groups, puts) => ask(run, groups, puts))
    },
  }
}

async function ask(run: Run, groups: QueryGroup[], puts: Put[]): Promise<GroupMatch[]> {
  const { client, saved, signal, registered } = run
  const candidates = groups.map((group) => ({ group, ...savedQuery(matchQuery(group.node)) }))
  const missing = candidates.filter(({ id }) => !registered.has(id))
  if (registered.size === 0) await saved.prepare()
  if (missing.length > 0) await saved.add(missing, signal)
  for (const { id } of missing) registered.add(id)
  const ids = [...new Set(candidates.map(({ id }) => id))]
  const slots = await percolate({ client, index: saved.index, signal }, ids, puts.map(percolated))
  return candidates.map(({ id, group }) => [
    group,
    (slots.get(id) ?? []).flatMap((slot) => puts[slot]?.id ?? []),
  ])
}

/** A paper as the index of papers stores it, as far as queries look into it. */
function percolated(put: Put): unknown {
  const { text, words } = stored(put)
  return { text, words }
}
