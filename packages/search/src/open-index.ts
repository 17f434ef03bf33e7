import { AppError, type Log } from '@paperboy/service-kit'
import { openOpensearchIndex } from './opensearch/open-opensearch-index.ts'
import type { OpenedIndex } from './paper-index.ts'
import { openSqliteIndex } from './sqlite/open-sqlite-index.ts'

type Options = { log: Log; now?: () => number }

/** The scheme picks the engine: `sqlite:path`, `sqlite::memory:`, `http(s)://host:port[/prefix]` (OpenSearch). */
export async function openIndex(url: string, { log, now = Date.now }: Options): Promise<OpenedIndex> {
  if (url.startsWith('sqlite:')) return openSqliteIndex(url, { log, now })
  if (/^https?:/.test(url)) return openOpensearchIndex(url, { now })
  throw new AppError('BAD_REQUEST', 'SEARCH_URL must begin with sqlite:, http: or https:.')
}
