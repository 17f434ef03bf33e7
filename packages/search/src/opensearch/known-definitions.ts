import type { Client } from '@opensearch-project/opensearch'
import type { CountedDefinition } from '../acronyms/definitions.ts'
import type { DefinitionLookup } from '../acronyms/find-alternatives.ts'
import type { Clause } from './match-query.ts'
import { runSearch } from './run-search.ts'

/** More than any acronym has; those left out are the rarest. */
const MAX_FOUND = 500
/** A hundred thousand papers have 35,000. The engine counts no more than 65,535 at once. */
const MAX_KEPT = 60_000

export const definitionKey = (short: string, long: string): string => `${short}=${long}`

/** The definitions of these acronyms and long forms, counted in the papers that have them now. */
export function knownDefinitions(
  client: Client,
  alias: string,
  { shorts, longs }: DefinitionLookup,
): Promise<CountedDefinition[]> {
  const should = [{ terms: { 'words.acronyms': shorts } }, { terms: { 'words.longForms': longs } }]
  const query = { bool: { filter: [{ bool: { should, minimum_should_match: 1 } }] } }
  // Few papers are found: their terms are counted one by one, not those of all papers prepared for counting.
  return counted(client, alias, { query, terms: { size: MAX_FOUND, execution_hint: 'map' } })
}

/** Every definition, of very many the most frequent. */
export function allDefinitions(client: Client, alias: string): Promise<CountedDefinition[]> {
  return counted(client, alias, { query: { match_all: {} }, terms: { size: MAX_KEPT } })
}

async function counted(
  client: Client,
  alias: string,
  { query, terms }: { query: Clause; terms: Clause },
): Promise<CountedDefinition[]> {
  const definitions = {
    field: 'words.definitions',
    order: [{ _count: 'desc' }, { _key: 'asc' }],
    ...terms,
  }
  const body = { query, size: 0, track_total_hits: false, aggs: { definitions: { terms: definitions } } }
  const found = await runSearch(client, body, alias)
  return (found.aggregations?.definitions?.buckets ?? []).map(({ key, doc_count: papers }) => {
    const [short = '', long = ''] = key.split('=')
    return { short, long, papers }
  })
}
