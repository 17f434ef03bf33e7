import type { PaperWriter } from '@paperboy/database'
import { paperId } from './paper-id.ts'
import type { NewPaper } from './plan-papers.ts'
import { titleKey } from './title-key.ts'

/**
 * Public ids for new papers: from the title; where another paper has that id already, from the title
 * and the strong id; where there is none or that is taken too, from the title and what was said.
 */
export async function newPaperIds(writer: PaperWriter, plans: NewPaper[]): Promise<Map<NewPaper, string>> {
  const candidates = new Map(plans.map((plan) => [plan, candidateIds(plan)]))
  const taken = await writer.taken([...candidates.values()].flat())
  const ids = new Map<NewPaper, string>()
  for (const [plan, options] of candidates) {
    const id = options.find((option) => !taken.has(option))
    if (!id) throw new Error(`No id is left for a paper with the title "${plan.facts.title}".`)
    taken.add(id)
    ids.set(plan, id)
  }
  return ids
}

function candidateIds({ facts, sayings }: NewPaper): string[] {
  const { key } = titleKey(facts.title)
  const strong = facts.arxivId ? `arxiv:${facts.arxivId}` : facts.doi ? `doi:${facts.doi}` : null
  const said = sayings.map((saying) => saying.hash).sort()
  return [paperId(key), ...(strong ? [paperId(key, strong)] : []), ...said.map((hash) => paperId(key, hash))]
}
