import type { PaperWriter } from '@paperboy/database'
import { paperId } from './paper-id.ts'
import type { NewPaper } from './plan-papers.ts'
import { titleKey } from './title-key.ts'

type Taken = Awaited<ReturnType<PaperWriter['taken']>>[number]

/**
 * Public ids for new papers: from the title; where another paper has that id already, from the title
 * and the strong id; where there is none or that is taken too, from the title and what was said. A paper
 * that was taken back comes back under the id it had. `parted`: papers whose sayings part here, so that
 * what was merged into them may come back too.
 */
export async function newPaperIds(
  writer: Pick<PaperWriter, 'taken'>,
  plans: NewPaper[],
  parted: ReadonlySet<string> = new Set(),
): Promise<Map<NewPaper, string>> {
  const candidates = new Map(plans.map((plan) => [plan, candidateIds(plan)]))
  const rows = await writer.taken([...candidates.values()].flat())
  const taken = new Map<string, Taken | null>(rows.map((row) => [row.id, row]))
  const ids = new Map<NewPaper, string>()
  for (const [plan, options] of candidates) {
    const comesBack = (option: string, fits: typeof isSame) => {
      const row = taken.get(option)
      if (!row?.vacant || !fits(row, plan.facts)) return false
      return row.mergedInto === null || parted.has(row.mergedInto)
    }
    const id =
      options.find((option) => comesBack(option, isSame)) ??
      options.find((option) => !taken.has(option) || comesBack(option, mayBeSame)) ??
      // Its own words had the id before, under other ids of its sources.
      options.findLast((option) => taken.get(option)?.vacant)
    if (!id) throw new Error(`No id is left for a paper with the title "${plan.facts.title}".`)
    taken.set(id, null)
    ids.set(plan, id)
  }
  return ids
}

type Ids = { arxivId: string | null; doi: string | null }

const isSame = (a: Ids, b: Ids): boolean => a.arxivId === b.arxivId && a.doi === b.doi

const mayBeSame = (a: Ids, b: Ids): boolean => agree(a.arxivId, b.arxivId) && agree(a.doi, b.doi)

const agree = (a: string | null, b: string | null): boolean => a === null || b === null || a === b

function candidateIds({ facts, sayings }: NewPaper): string[] {
  const { key } = titleKey(facts.title)
  const strong = facts.arxivId ? `arxiv:${facts.arxivId}` : facts.doi ? `doi:${facts.doi}` : null
  const said = sayings.map((saying) => saying.hash).sort()
  return [paperId(key), ...(strong ? [paperId(key, strong)] : []), ...said.map((hash) => paperId(key, hash))]
}
