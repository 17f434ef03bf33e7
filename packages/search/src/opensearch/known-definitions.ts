import type { Client } from '@opensearch-project/opensearch'
import type { CountedDefinition } from '../acronyms/definitions.ts'
import type { DefinitionLookup } from '../acronyms/find-alternatives.ts'
import { runSearch } from './run-search.ts'

/** More than any acronym has; those left out are the rarest. */
const MAX_DEFINITIONS = 500

export const definitionKey = (short: string, long: string): string => `${short}=${long}`

/** The definitions of these acronyms and long forms, counted in the papers that have them now. */
export async function knownDefinitions(
  client: Client,
  alias: string,
  { shorts, longs }: DefinitionLookup,
): Promise<CountedDefinition[]> {
  const should = [{ terms: { 'words.acronyms': shorts } }, { terms: { 'words.longForms': longs } }]
  const terms = {
    field: 'words.definitions',
    size: MAX_DEFINITIONS,
    // Few papers are found: their terms are counted one by one, not those of all papers prepared for counting.
    execution_hint: 'map',
    order: [{ _count: 'desc' }, { _key: 'asc' }],
  }
  const body = {
    query: { bool: { filter: [{ bool: { should, minimum_should_match: 1 } }] } },
    size: 0,
    track_total_hits: false,
    aggs: { definitions: { terms } },
  }
  const found = await runSearch(client, body, alias)
  return (found.aggregations?.definitions?.buckets ?? []).map(({ key, doc_count: papers }) => {
    const [short = '', long = ''] = key.split('=')
    return { short, long, papers }
  })
}
