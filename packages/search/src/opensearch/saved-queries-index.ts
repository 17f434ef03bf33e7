import { createHash } from 'node:crypto'
import type { Client } from '@opensearch-project/opensearch'
import { asking, typeOf } from './errors.ts'
import { indexDefinition } from './index-definition.ts'
import { writeAlias } from './names.ts'

const { text, words } = indexDefinition.mappings.properties

/** What queries look into, analyzed as in the index of papers; the rest of a paper no query names. */
const definition = {
  settings: {
    index: {
      number_of_shards: 1,
      auto_expand_replicas: '0-1',
      // Refreshed by hand, after queries were added.
      refresh_interval: '-1',
      similarity: indexDefinition.settings.index.similarity,
    },
    analysis: indexDefinition.settings.analysis,
  },
  mappings: {
    dynamic: 'strict',
    properties: {
      /** The day, counted from 1970, in whose week the query was last wanted. */
      usedOn: { type: 'integer' },
      query: { type: 'percolator' },
      text,
      words,
    },
  },
} as const

/** Another mapping is another index: queries are stored as that mapping understood them. */
const VERSION = createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 12)

export function savedQueriesName(prefix: string): string {
  return `${family(prefix)}-${VERSION}`
}

const family = (prefix: string): string => (prefix === '' ? 'saved-searches' : `${prefix}-saved-searches`)

/** Makes the index if it is not there, and drops those of other mappings then. */
export async function ensureSavedQueriesIndex(client: Client, prefix: string): Promise<void> {
  const index = savedQueriesName(prefix)
  const { body: known } = await asking(() => client.indices.getAlias({ index: `${family(prefix)}-*` }))
  const names = Object.keys(known as object)
  if (names.includes(index)) return
  const body = { ...definition, aliases: { [writeAlias(index)]: {} } }
  try {
    await client.indices.create({ index, body: body as never })
  } catch (error) {
    // Another mailer was quicker.
    if (typeOf(error) !== 'resource_already_exists_exception') await asking(() => Promise.reject(error))
  }
  const others = names.filter((name) => /^-[0-9a-f]{12}$/.test(name.slice(family(prefix).length)))
  if (others.length > 0)
    await asking(() => client.indices.delete({ index: others, ignore_unavailable: true }))
}
