import { ApiError } from './api-error.ts'
import { delay } from './delay.ts'
import { linesOf } from './lines-of.ts'
import type { CallOptions, ExportQuery, Paper } from './models.ts'
import { type ClientSettings, rawRequest } from './rest-client.ts'

const MAX_LOST = 5
const PAUSE_MS = 500

/**
 * All papers that match, by id, as fast as they are used. Where the connection is lost it goes on behind the last
 * whole paper; it gives up when that happens five times without a paper in between.
 */
export async function* exportPapers(
  settings: ClientSettings,
  query: ExportQuery,
  { signal }: CallOptions = {},
): AsyncGenerator<Paper, void, undefined> {
  let { after } = query
  let lost = 0
  for (;;) {
    const papers = oneAnswer(settings, { ...query, ...(after !== undefined && { after }) }, signal)
    try {
      for await (const paper of papers) {
        yield paper
        after = paper.id
        lost = 0
      }
      return
    } catch (error) {
      lost += 1
      if (signal?.aborted || lost > MAX_LOST || !isLost(error)) throw error
    }
    await delay(PAUSE_MS * lost, signal)
  }
}

async function* oneAnswer(settings: ClientSettings, query: ExportQuery, signal?: AbortSignal) {
  const given = Object.entries(query).map(([name, value]) => [name, String(value)])
  const path = `/v1/papers.jsonl?${new URLSearchParams(Object.fromEntries(given))}`
  const { body } = await rawRequest(settings, path, signal ? { signal } : {})
  if (body) for await (const line of linesOf(body)) yield paperOf(line)
}

/** A line that was cut off is a lost connection, like an answer that ends in an error. */
function paperOf(line: string): Paper {
  try {
    return JSON.parse(line) as Paper
  } catch (cause) {
    throw new ApiError({ code: 'UNREACHABLE', message: 'The export was cut off within a paper.' }, { cause })
  }
}

/** fetch throws a TypeError when a connection breaks within a body. */
function isLost(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof ApiError && error.code === 'UNREACHABLE')
}
