import { AppError, type Log } from '@paperboy/service-kit'
import { openOpensearchMatcher } from '../opensearch/open-opensearch-matcher.ts'
import { sqliteMatcher } from '../sqlite/sqlite-matcher.ts'
import type { OpenedMatcher } from './search-matcher.ts'

type Options = { log: Log; now?: () => number }

/** The scheme of SEARCH_URL picks the engine, as in `openIndex`; it needs no index to be there. */
export async function openMatcher(url: string, { log, now = Date.now }: Options): Promise<OpenedMatcher> {
  if (url.startsWith('sqlite:')) return sqliteMatcher({ log })
  if (/^https?:/.test(url)) return openOpensearchMatcher(url, { log, now })
  throw new AppError('BAD_REQUEST', 'SEARCH_URL must begin with sqlite:, http: or https:.')
}
