import { createHash } from 'node:crypto'
import type { Client } from '@opensearch-project/opensearch'
import type { Log } from '@paperboy/service-kit'
import { untilAborted } from './bulk.ts'
import { asking, unavailable } from './errors.ts'
import type { Clause } from './match-query.ts'
import { writeAlias } from './names.ts'
import { ensureSavedQueriesIndex, savedQueriesName } from './saved-queries-index.ts'

const DAY_MS = 86_400_000
/** A query that is still wanted is marked so when its mark is so old: not in every run. */
const MARK_DAYS = 7
/** Well above MARK_DAYS, so that no run loses a query that it has just seen there. */
const KEEP_DAYS = 30
const GET_BATCH = 5_000
const WRITE_BATCH = 1_000
const TIMEOUT_MS = 60_000

export type SavedQuery = { id: string; query: Clause }
export type SavedQueries = {
  index: string
  /** Once per run: the index is there, and queries that nobody wanted for weeks are not. */
  prepare(): Promise<void>
  /** After it resolves, all of them are registered and can be found. */
  add(queries: SavedQuery[], signal?: AbortSignal): Promise<void>
}
type Deps = { client: Client; prefix: string; log: Log; now: () => number }
type Writing = { client: Client; index: string; log: Log }

/** The id is of what the engine is asked, not of what was typed: a change of our query building makes a new one. */
export function savedQuery(query: Clause): SavedQuery {
  return { id: createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 24), query }
}

export function savedQueries({ client, prefix, log, now }: Deps): SavedQueries {
  const index = savedQueriesName(prefix)
  const today = () => Math.floor(now() / DAY_MS)
  let sweptOn = 0
  return {
    index,
    async prepare() {
      await ensureSavedQueriesIndex(client, prefix)
      if (sweptOn === today()) return
      sweptOn = today()
      await sweep({ client, index, log }, today() - KEEP_DAYS)
    },
    async add(queries, signal) {
      for (let at = 0; at < queries.length; at += GET_BATCH) {
        const wanted = await unmarked(client, index, queries.slice(at, at + GET_BATCH), today() - MARK_DAYS)
        for (let from = 0; from < wanted.length; from += WRITE_BATCH) {
          signal?.throwIfAborted()
          await write({ client, index, log }, wanted.slice(from, from + WRITE_BATCH), today(), signal)
        }
      }
      // Also for those that another mailer has written a moment ago.
      await asking(() => client.indices.refresh({ index }))
    },
  }
}

/** Those that are not there, or whose mark is old. */
async function unmarked(
  client: Client,
  index: string,
  queries: SavedQuery[],
  day: number,
): Promise<SavedQuery[]> {
  const ids = queries.map(({ id }) => id)
  const { body } = await asking(() =>
    client.mget({ index, _source: ['usedOn'], body: { ids } }, { requestTimeout: TIMEOUT_MS }),
  )
  const docs = body.docs as { found?: boolean; _source?: { usedOn: number } }[]
  return queries.filter((_, at) => (docs[at]?._source?.usedOn ?? 0) <= day)
}

async function write(
  { client, index, log }: Writing,
  queries: SavedQuery[],
  usedOn: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const body = queries.flatMap(({ id, query }) => [{ index: { _id: id } }, { query, usedOn }])
  const request = () =>
    client.bulk(
      { index: writeAlias(index), require_alias: true, body: body as never, _source: false },
      { requestTimeout: TIMEOUT_MS },
    )
  const response = await asking(() => untilAborted(request(), signal))
  for (const [at, { index: item }] of response.body.items.entries()) {
    if (item === undefined || item.status < 300) continue
    const reason = JSON.stringify(item.error ?? {}).slice(0, 300)
    if (item.status !== 400)
      throw unavailable(`Saved searches could not be registered; try again (${reason}).`)
    // One query that the engine does not take must not keep the others from their papers.
    log.error({ query: queries[at]?.query, reason }, 'saved search cannot be matched')
  }
}

/** Tidying up is not worth a failed run. */
async function sweep({ client, index, log }: Writing, day: number): Promise<void> {
  const query = { range: { usedOn: { lt: day } } }
  try {
    await client.deleteByQuery(
      { index, conflicts: 'proceed', body: { query } as never },
      { requestTimeout: TIMEOUT_MS, maxRetries: 0 },
    )
  } catch (error) {
    log.warn({ err: error, index }, 'unused saved searches not removed')
  }
}
