import { type FactsRow, type IdentityRow, type PaperRow, unrankedTrending } from '@paperboy/database'
import { components } from '../src/components.ts'
import { connectedPapers } from '../src/connected-papers.ts'
import { keysOf, planAll, strongKeysOf } from '../src/merge-items.ts'
import { newPaperIds } from '../src/new-paper-ids.ts'
import type { NewPaper, PaperPlan } from '../src/plan-papers.ts'
import type { Understood } from '../src/read-entries.ts'
import { changedRow, factsRows, identityRows, movedSayings, newRow } from '../src/rows.ts'

type Appearance = { paperId: string; hash: string; seenAt: Date }

/**
 * What plans of the parser do to papers, applied in memory: a thousand orders take seconds here and minutes in a
 * database. merge-order.db.test.ts tries fewer of them where they belong.
 */
export function memoryPapers() {
  const papers = new Map<string, PaperRow>()
  /** Merged into others, by id. */
  const gone = new Map<string, string>()
  const facts = new Map<string, FactsRow>()
  const withdrawn = new Map<string, string>()
  let identities: IdentityRow[] = []
  let appearances: Appearance[] = []

  const rowsOf = (ids: string[]) => ids.toSorted().flatMap((id) => papers.get(id) ?? [])
  const reads = {
    holders: async (keys: string[]) => identities.filter(({ key }) => keys.includes(key)),
    keysOf: async (ids: string[]) => identities.filter(({ paperId }) => ids.includes(paperId)),
    lock: async (ids: string[]) => rowsOf(ids),
    factsOf: async (ids: string[]) => [...facts.values()].filter(({ paperId }) => ids.includes(paperId)),
    factsHashes: async (ids: string[]) => reads.factsOf(ids),
    taken: async (ids: string[]) =>
      rowsOf(ids).map(({ id, facts: { arxivId, doi } }) => {
        const vacant = gone.has(id) && [...facts.values()].every(({ paperId }) => paperId !== id)
        return { id, arxivId, doi, mergedInto: gone.get(id) ?? null, vacant }
      }),
  }

  function moveSayings(moves: { from: string; hash: string; to: string }[]): void {
    for (const { from, hash, to } of moves) {
      const moved = facts.get(`${from} ${hash}`)
      facts.delete(`${from} ${hash}`)
      if (moved) say({ ...moved, paperId: to })
      appearances = appearances.map((one) =>
        one.paperId === from && one.hash === hash ? { ...one, paperId: to } : one,
      )
    }
  }

  function say(row: FactsRow): void {
    const key = `${row.paperId} ${row.hash}`
    const known = facts.get(key)
    const first = known && known.firstSeenAt < row.firstSeenAt ? known.firstSeenAt : row.firstSeenAt
    facts.set(key, { ...row, firstSeenAt: first })
  }

  function refreshSeen(id: string): void {
    const row = papers.get(id)
    const seen = appearances.filter(({ paperId }) => paperId === id).map(({ seenAt }) => seenAt.getTime())
    if (!row || seen.length === 0) return
    const [firstSeenAt, lastSeenAt] = [new Date(Math.min(...seen)), new Date(Math.max(...seen))]
    papers.set(id, { ...row, firstSeenAt, lastSeenAt, trending: unrankedTrending(firstSeenAt) })
  }

  function apply(
    plans: PaperPlan[],
    idOf: (plan: PaperPlan) => string,
    present: IdentityRow[],
    seenAt: Date,
  ) {
    const before = new Map(papers)
    for (const plan of plans) {
      const row = plan.kind === 'new' ? newRow(plan, idOf(plan), seenAt) : changedRow(plan, before, seenAt)
      if (row) papers.set(row.id, row)
    }
    for (const plan of plans) if (plan.kind === 'new') gone.delete(idOf(plan))
    const merged = plans.flatMap((plan) => (plan.kind === 'known' ? plan.merged : []))
    const keys = identityRows(plans, idOf, present, merged)
    identities = [...identities.filter(({ paperId }) => !keys.rewrite.includes(paperId)), ...keys.insert]
    const places = new Set(identities.map(({ key, place }) => `${key} ${place}`))
    if (places.size < identities.length) throw new Error('Two papers have the same place of a key.')
    const moves = movedSayings(plans, idOf)
    moveSayings(moves)
    for (const row of factsRows(plans, idOf)) say(row)
    for (const plan of plans)
      for (const { hash, items } of plan.sayings)
        for (const _ of items) appearances.push({ paperId: idOf(plan), hash, seenAt })
    for (const id of moves.flatMap(({ from, to }) => [from, to])) refreshSeen(id)
    for (const plan of plans) if (plan.kind === 'known') for (const id of plan.merged) gone.set(id, plan.id)
  }

  return {
    async merge(said: Understood, seenAt: Date): Promise<void> {
      for (const { keys, at } of said.withdrawals)
        for (const key of keys) if (at !== null && (withdrawn.get(key) ?? '') < at) withdrawn.set(key, at)
      const connected = await connectedPapers(reads, keysOf(said))
      const ids = new Set(strongKeysOf(said, connected))
      const latest = new Map([...withdrawn].filter(([key]) => ids.has(key)))
      const plans = await planAll(reads, components(said, connected.identities), { seenAt, latest })
      const fresh = plans.filter((plan): plan is NewPaper => plan.kind === 'new')
      const made = await newPaperIds(reads, fresh)
      const idOf = (plan: PaperPlan) => (plan.kind === 'new' ? (made.get(plan) ?? '') : plan.id)
      apply(plans, idOf, connected.identities, seenAt)
    },

    /** The papers with what is said of each; those that were merged into others are left out. */
    all: () =>
      [...papers.values()]
        .filter(({ id }) => !gone.has(id))
        .map((row) => ({ row, said: [...facts.values()].filter(({ paperId }) => paperId === row.id) })),
  }
}
