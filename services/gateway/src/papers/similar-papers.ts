import type { Paper } from '@paperboy/contracts'
import type { Index, PaperReader } from '../deps.ts'

type Deps = { index: Pick<Index, 'similar'>; papers: Pick<PaperReader, 'byIds'> }

/** Papers like this one, best first. */
export async function similarPapers(deps: Deps, id: string, limit: number): Promise<Paper[]> {
  const hits = await deps.index.similar(id, limit)
  return deps.papers.byIds(hits.map((hit) => hit.id))
}
