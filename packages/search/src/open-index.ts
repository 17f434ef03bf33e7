import { AppError, type Log } from '@paperboy/service-kit'
import { openOpensearchIndex } from './opensearch/open-opensearch-index.ts'
import type { OpenedIndex } from './paper-index.ts'
import type { Meaning } from './semantic/meaning.ts'
import { openSqliteIndex } from './sqlite/open-sqlite-index.ts'

type Options = {
  log: Log
  now?: () => number
  /** With it, searches find papers near in meaning too; whoever opened it closes it. */
  meaning?: Meaning | undefined
  /** Another number after each change of the index that others make, null while it is not known. */
  stamp?: (() => number | null) | undefined
}

/** The scheme picks the engine: `sqlite:path`, `sqlite::memory:`, `http(s)://host:port[/prefix]` (OpenSearch). */
export async function openIndex(
  url: string,
  { log, now = Date.now, meaning, stamp }: Options,
): Promise<OpenedIndex> {
  if (url.startsWith('sqlite:')) return openSqliteIndex(url, { log, now, meaning })
  if (/^https?:/.test(url)) return openOpensearchIndex(url, { log, now, meaning, stamp })
  throw new AppError('BAD_REQUEST', 'SEARCH_URL must begin with sqlite:, http: or https:.')
}
