import type { Log } from '@paperboy/service-kit'
import type { OpenedMatcher } from '../matching/search-matcher.ts'
import { connect } from './connect.ts'
import { opensearchMatcher } from './opensearch-matcher.ts'
import { savedQueries } from './saved-queries.ts'

type Options = { log: Log; now: () => number }

/** The url is `connect`'s. The percolator's index is made when it is first needed. */
export async function openOpensearchMatcher(url: string, { log, now }: Options): Promise<OpenedMatcher> {
  const { client, prefix } = connect(url)
  return {
    matcher: opensearchMatcher({ client, saved: savedQueries({ client, prefix, log, now }) }),
    close: async () => client.close(),
  }
}
