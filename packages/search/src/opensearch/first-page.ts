import type { Client } from '@opensearch-project/opensearch'
import type { SearchRequest } from '@paperboy/contracts'
import type { Extra } from '../extras.ts'
import { type Expansion, feedback, isWord, sharedTerms } from '../feedback.ts'
import type { QueryNode } from '../query/ast.ts'
import { asking } from './errors.ts'
import { paperWords } from './paper-words.ts'
import { type Found, runSearch } from './run-search.ts'
import { countBody, feedbackBody, isRanked, type Reading, searchBody } from './search-body.ts'
import type { TermFrequencies } from './term-frequencies.ts'

export type PageDeps = { client: Client; alias: string; frequencies: TermFrequencies; extra: Extra }
export type Asked = Omit<Reading, 'expansion'>
export type Page = { found: Found; expansion: Expansion }

/** A ranked page is counted while its papers are looked for. */
export function firstPage(deps: PageDeps, asked: Asked): Promise<Page> {
  const { client, alias } = deps
  const { request, node } = asked
  return asking(async () => {
    const counting = isRanked(request, node) ? runSearch(client, countBody(request, node), alias) : undefined
    // Awaited below: a failure meanwhile is not left unheard.
    counting?.catch(() => undefined)
    const expansion = await expand(deps, request, node)
    const body = { ...searchBody({ ...asked, expansion }), size: request.limit }
    const found = await runSearch(client, body, alias)
    return { found: counting ? withCount(found, await counting) : found, expansion }
  })
}

function withCount(found: Found, { hits, aggregations }: Found): Found {
  return { ...found, hits: { ...found.hits, total: hits.total }, ...(aggregations && { aggregations }) }
}

/** What the best papers have in common: a search before the search, which later pages take from their cursor. */
async function expand(
  { client, alias, frequencies, extra }: PageDeps,
  request: SearchRequest,
  node: QueryNode,
): Promise<Expansion> {
  const body = feedbackBody(request, node)
  if (!body) return []
  const found = await runSearch(client, body, alias)
  const best = found.hits.hits.map(paperWords)
  const shared = sharedTerms(best).filter(isWord)
  if (shared.length === 0) return []
  const known = await extra('feedback', frequencies.of(shared))
  if (!known) return []
  return feedback(best, known.papersOf, known.collection).map(({ term, weight }) => ({ stem: term, weight }))
}
