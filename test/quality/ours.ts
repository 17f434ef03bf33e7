import { type Meaning, openIndex, type PaperIndex } from '@paperboy/search'
import { createLogger } from '@paperboy/service-kit'
import type { Collection, Query } from './collections.ts'
import { DEPTH, type Ranking } from './measures.ts'

const BATCH = 500

/** Our own search of the queries, the function that the gateway calls; `similar` where a query is a paper. */
export async function searchOurs(
  url: string,
  { documents, queries }: Collection,
  meaning?: Meaning,
): Promise<Ranking[]> {
  const opened = await openIndex(url, { log: createLogger('quality', 'warn'), meaning })
  const generation = await opened.admin.create()
  try {
    await opened.admin.promote(generation)
    for (let at = 0; at < documents.length; at += BATCH) {
      const batch = documents.slice(at, at + BATCH)
      const actions = batch.map(
        (document) => ({ kind: 'put', id: document.id, version: 1, document }) as const,
      )
      const faults = (await opened.index.write(actions)).filter((outcome) => outcome.kind !== 'written')
      if (faults.length > 0) throw new Error(`Not written: ${JSON.stringify(faults[0])}`)
    }
    await opened.index.refresh()
    const rankings: Ranking[] = []
    for (const query of queries) rankings.push(await ranking(opened.index, query))
    return rankings
  } finally {
    await opened.admin.drop(generation)
    await opened.close()
  }
}

async function ranking(index: PaperIndex, { text, paper }: Query): Promise<Ranking> {
  const hits =
    paper === undefined
      ? (await index.search({ q: text, sort: 'relevance', limit: DEPTH })).hits
      : await index.similar(paper, DEPTH)
  return hits.map(({ id }) => id)
}
