import type { Client } from '@opensearch-project/opensearch'
import { AppError } from '@paperboy/service-kit'
import type { IndexAdmin, IndexedVersion } from '../paper-index.ts'
import { asking, statusOf } from './errors.ts'
import { indexDefinition } from './index-definition.ts'
import { type Names, writeAlias } from './names.ts'

const VERSIONS_PAGE = 5_000

export function opensearchAdmin(client: Client, names: Names): IndexAdmin {
  const { alias, pattern } = names
  return {
    async current() {
      const { body } = await asking(() => client.indices.getAlias({ index: pattern }))
      const found = Object.entries(body as Record<string, { aliases: Record<string, unknown> }>)
      return found.find(([, { aliases }]) => alias in aliases)?.[0] ?? null
    },
    async create() {
      const index = names.generation()
      const body = { ...indexDefinition, aliases: { [writeAlias(index)]: {} } }
      await asking(() => client.indices.create({ index, body: body as never }))
      return index
    },
    isUpToDate: names.isUpToDate,
    promote: (index) => promote(client, names, index),
    async drop(index) {
      await asking(() => client.indices.delete({ index, ignore_unavailable: true }))
    },
    async list() {
      const { body } = await asking(() => client.indices.getAlias({ index: pattern }))
      return Object.keys(body as object)
        .filter(names.isGeneration)
        .sort()
    },
    async count(index) {
      const query = { term: { deleted: false } }
      const { body } = await asking(() =>
        client.count({ index: index ?? alias, body: { query: query as never } }),
      )
      return body.count
    },
    versions: (index) => versions(client, index),
    async ping() {
      await asking(() => client.info({}, { requestTimeout: 2_000, maxRetries: 0 }))
    },
  }
}

/** One request moves the alias, so that a reader sees the old generation or the new one. */
async function promote(client: Client, { alias, pattern }: Names, index: string): Promise<void> {
  const actions = [
    { remove: { index: pattern, alias, must_exist: false } },
    { add: { index, alias, is_write_index: true } },
  ]
  try {
    await client.indices.updateAliases({ body: { actions } })
  } catch (error) {
    if (statusOf(error) === 404)
      throw new AppError('NOT_FOUND', `There is no index ${index}.`, { cause: error })
    await asking(() => Promise.reject(error))
  }
}

type VersionHit = { _id: string; _version: number; sort: string[]; fields: { deleted: boolean[] } }

async function* versions(client: Client, index: string): AsyncIterable<IndexedVersion> {
  const opened = await asking(() => client.createPit({ index: [index], keep_alive: '5m' }))
  let pit = (opened.body as { pit_id: string }).pit_id
  let after: string[] | undefined
  try {
    while (true) {
      const body = {
        pit: { id: pit, keep_alive: '5m' },
        size: VERSIONS_PAGE,
        version: true,
        sort: [{ id: 'asc' }],
        _source: false,
        docvalue_fields: ['deleted'],
        track_total_hits: false,
        ...(after ? { search_after: after } : {}),
      }
      const response = await asking(() => client.search({ body: body as never }))
      const found = response.body as unknown as { pit_id?: string; hits: { hits: VersionHit[] } }
      pit = found.pit_id ?? pit
      for (const hit of found.hits.hits) {
        yield { id: hit._id, version: hit._version, deleted: hit.fields.deleted[0] === true }
      }
      after = found.hits.hits.at(-1)?.sort
      if (found.hits.hits.length < VERSIONS_PAGE || !after) return
    }
  } finally {
    await asking(() => client.deletePit({ body: { pit_id: [pit] } }))
  }
}
