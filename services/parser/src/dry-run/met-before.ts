import type { PaperPlan } from '../plan-papers.ts'

type Ids = { arxivId: string | null; doi: string | null }

/**
 * Which papers of a dry run were met in an earlier chunk. Nothing is stored that could be looked up, so the
 * ids and titles of the new ones are remembered; the answer follows the rules of identity.
 */
export function metBefore(): (plan: PaperPlan) => boolean {
  const papers = new Set<string>()
  const titles = new Map<string, Ids>()
  return (plan) => {
    const ids = plan.kind === 'new' ? idsOf(plan.facts) : [`paper ${plan.id}`]
    const titled = plan.kind === 'new' ? joinKeys(plan) : []
    const own = plan.kind === 'new' ? plan.facts : null
    const byTitle = titled.some((title) => own && agrees(titles.get(title), own))
    const met = byTitle || ids.some((id) => papers.has(id))
    for (const id of ids) papers.add(id)
    for (const title of titled) if (own && !titles.has(title)) titles.set(title, own)
    return met
  }
}

function idsOf({ arxivId, doi }: Ids): string[] {
  return [...(arxivId ? [`arxiv ${arxivId}`] : []), ...(doi ? [`doi ${doi}`] : [])]
}

function joinKeys(plan: PaperPlan): string[] {
  return plan.sayings.flatMap(({ joinKey }) => joinKey ?? [])
}

function agrees(known: Ids | undefined, own: Ids): boolean {
  if (!known) return false
  const same = (a: string | null, b: string | null) => a === null || b === null || a === b
  return same(known.arxivId, own.arxivId) && same(known.doi, own.doi)
}
