import type { SearchDocument } from '@paperboy/contracts'
import { afterAll, describe, expect, test } from 'vitest'
import type { OpenedMatcher } from '../matching/search-matcher.ts'
import type { MakeIndex } from '../paper-index.suite.ts'
import type { PaperIndex } from '../paper-index.ts'
import { aDocument, put } from './documents.ts'
import { generatedDocuments, generatedQueries } from './generated.ts'
import { withIndex } from './with-index.ts'

const PAGE = 400

/** All that a search finds, page after page, in an order that does not ask how well. */
async function searched(index: PaperIndex, q: string): Promise<string[]> {
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page = await index.search({ q, sort: 'newest', limit: PAGE, ...(cursor ? { cursor } : {}) })
    // Another spelling is another search.
    if (page.correctedQuery !== undefined) return []
    found.push(...page.hits.map((hit) => hit.id))
    cursor = page.nextCursor
  } while (cursor !== null)
  return found.sort()
}

/** What every matcher of saved searches promises; the index beside it is the measure. */
export function describeMatcher(
  name: string,
  makeIndex: MakeIndex,
  make: () => Promise<OpenedMatcher>,
): void {
  describe(`${name}: saved searches`, () => {
    const documents = generatedDocuments(500)
    const fixture = withIndex(
      makeIndex,
      documents.map((document) => put(document)),
    )
    const opened = make()
    afterAll(async () => (await opened).close())
    const match = async (queries: string[], papers: SearchDocument[], signal?: AbortSignal) =>
      (await opened).matcher.match(queries, papers, signal ? { signal } : {})

    test('each query finds what a search finds', { timeout: 120_000 }, async () => {
      const queries = generatedQueries(220)
      const matches = await match(queries, documents)
      let found = 0
      for (const query of new Set(queries)) {
        const expected = await searched(fixture().index, query)
        expect((matches.get(query) ?? []).sort(), query).toEqual(expected)
        if (expected.length > 0) found++
      }
      expect(matches.size).toBe(found)
      expect(found).toBeGreaterThan(200)
    })

    test('again, in another order and with other papers', async () => {
      const graph = aDocument(1, { id: 'g', title: 'Graph' })
      const other = aDocument(2, { id: 'o', title: 'Other' })
      const queries = ['graph', 'GRAPHS', '-graph', 'nothing', 'graph', 'category:cs.*']
      const first = await match(queries, [graph, other])
      expect(Object.fromEntries(first)).toEqual({ graph: ['g'], GRAPHS: ['g'], '-graph': ['o'] })
      expect(Object.fromEntries(await match(queries.reverse(), [other]))).toEqual({ '-graph': ['o'] })
    })

    test('nothing asked or nothing new is no match', async () => {
      expect((await match([], documents)).size).toBe(0)
      expect((await match(['graph'], [])).size).toBe(0)
    })

    test('what no index would take is found by nothing; of two with one id the first counts', async () => {
      const faulty = { ...aDocument(1, { id: 'x', title: 'Graph' }), id: '' }
      const twins = ['Graph', 'Model'].map((title) => aDocument(1, { id: 'twin', title }))
      const matches = await match(['graph', 'model', '*'], [faulty, ...twins])
      expect(Object.fromEntries(matches)).toEqual({ graph: ['twin'], '*': ['twin'] })
    })

    test('many papers and many queries', async () => {
      const papers = Array.from({ length: 1_100 }, (_, n) =>
        aDocument(n, { id: `p${n}`, title: `Paper word${n % 550}` }),
      )
      const queries = Array.from({ length: 600 }, (_, n) => `word${n}`)
      const matches = await match([...queries, 'paper'], papers)
      expect(matches.size).toBe(551)
      expect(matches.get('paper')).toHaveLength(1_100)
      expect(matches.get('word7')?.sort()).toEqual(['p557', 'p7'])
      const phrases = await match([...queries.map((word) => `"paper ${word}"`), '"word1 paper"'], papers)
      expect(phrases.size).toBe(550)
      expect(phrases.get('"paper word7"')?.sort()).toEqual(['p557', 'p7'])
    })

    test('a signal ends a run', async () => {
      const reason = new Error('shutting down')
      await expect(match(['graph'], documents, AbortSignal.abort(reason))).rejects.toBe(reason)
      const stopping = new AbortController()
      const running = match(generatedQueries(100), documents, stopping.signal)
      setImmediate(() => stopping.abort(reason))
      await expect(running).rejects.toBe(reason)
    })
  })
}
