import type { Client } from '@opensearch-project/opensearch'
import type { Extra } from '../extras.ts'
import { type Expansion, feedback, isWord, sharedTerms } from '../feedback.ts'
import { asking } from './errors.ts'
import { paperWords } from './paper-words.ts'
import { type Found, runSearch, runSearches } from './run-search.ts'
import { countBody, feedbackBody, isRanked, type Reading, searchBody } from './search-body.ts'
import type { TermFrequencies } from './term-frequencies.ts'

export type PageDeps = { client: Client; alias: string; frequencies: TermFrequencies; extra: Extra }
export type Asked = Omit<Reading, 'expansion'>
export type Page = { found: Found; expansion: Expansion }

/** A ranked page is counted while its papers are looked for. */
export function firstPage(deps: PageDeps, asked: Asked): Promise<Page> {
  const { client, alias } = deps
  const { request, node } = asked
  const page = (expansion: Expansion) =>
    runSearch(client, { ...searchBody({ ...asked, expansion }), size: request.limit }, alias)
  return asking(async () => {
    if (!isRanked(request, node)) return { found: await page([]), expansion: [] }
    const { best, counting } = await bestPapers(deps, asked)
    const expansion = best ? await expansionOf(deps, best) : []
    const found = await page(expansion)
    return { found: withCount(found, await counting), expansion }
  })
}

function withCount(found: Found, { hits, aggregations }: Found): Found {
  return { ...found, hits: { ...found.hits, total: hits.total }, ...(aggregations && { aggregations }) }
}

type Best = { best: Found | undefined; counting: Promise<Found> }

/** The papers to read again, and the count: of one request, or beside it where facets take longer than the papers. */
async function bestPapers({ client, alias }: PageDeps, { request, node }: Asked): Promise<Best> {
  const count = countBody(request, node)
  const body = feedbackBody(request, node)
  if (body && (request.facets ?? []).length === 0) {
    const [best, counted] = await runSearches(client, [body, count], alias)
    return { best, counting: Promise.resolve(counted) }
  }
  const counting = runSearch(client, count, alias)
  // Awaited later: a failure meanwhile is not left unheard.
  counting.catch(() => undefined)
  return { best: body && (await runSearch(client, body, alias)), counting }
}

/** What the best papers have in common, which later pages take from their cursor. */
async function expansionOf({ frequencies, extra }: PageDeps, found: Found): Promise<Expansion> {
  const best = found.hits.hits.map(paperWords)
  const shared = sharedTerms(best).filter(isWord)
  if (shared.length === 0) return []
  const known = await extra('feedback', frequencies.of(shared))
  if (!known) return []
  return feedback(best, known.papersOf, known.collection).map(({ term, weight }) => ({ stem: term, weight }))
}
