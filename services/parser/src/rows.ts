import { isDeepStrictEqual } from 'node:util'
import {
  type AppearanceRow,
  type ChunkClaim,
  type FactsRow,
  type IdentityRow,
  type PaperRow,
  trendingWhenSeen,
  unrankedTrending,
  type WithdrawalRow,
} from '@paperboy/database'
import { identityKeys } from './group-facts.ts'
import { identityChanges } from './identity-changes.ts'
import type { NewPaper, PaperPlan } from './plan-papers.ts'
import { endOfDay, type Withdrawal } from './withdrawals.ts'

type IdOf = (plan: PaperPlan) => string

export function newRow(plan: NewPaper, id: string, seenAt: Date): PaperRow {
  const first = plan.sayings.map((saying) => saying.firstSeenAt).sort()[0]
  const firstSeenAt = first === undefined ? seenAt : new Date(first)
  const trending = unrankedTrending(firstSeenAt)
  const withdrawnAt = dateOf(plan.withdrawnAt)
  return { id, version: 1, facts: plan.facts, firstSeenAt, lastSeenAt: seenAt, trending, withdrawnAt }
}

const dateOf = (time: string | null) => (time === null ? null : new Date(time))

/** The row a known paper will have; null when it stays as it is. */
export function changedRow(plan: PaperPlan, papers: Map<string, PaperRow>, seenAt: Date): PaperRow | null {
  const before = plan.kind === 'new' ? undefined : papers.get(plan.id)
  if (!before || plan.kind === 'new') return null
  const seen = plan.sayings.some((saying) => saying.items.length > 0)
  const firstSeenAt = seen && seenAt < before.firstSeenAt ? seenAt : before.firstSeenAt
  const lastSeenAt = seen && seenAt > before.lastSeenAt ? seenAt : before.lastSeenAt
  const facts = plan.kind === 'known' ? plan.facts : before.facts
  const trending = trendingWhenSeen(before.trending, firstSeenAt)
  const withdrawnAt = plan.kind === 'known' ? dateOf(plan.withdrawnAt) : before.withdrawnAt
  const after = { ...before, facts, firstSeenAt, lastSeenAt, trending, withdrawnAt }
  return isDeepStrictEqual(after, before) ? null : after
}

/** Which rows of identities to write, so that each paper holds the keys of all its sayings. */
export function identityRows(plans: PaperPlan[], idOf: IdOf, present: IdentityRow[], gone: string[]) {
  const wanted = new Map<string, Set<string>>()
  for (const plan of plans) {
    if (plan.kind === 'same') continue
    const keys = plan.sayings.flatMap(({ facts }) => identityKeys(facts))
    wanted.set(idOf(plan), new Set(keys))
  }
  return identityChanges(present, wanted, gone)
}

/** Known sayings that now belong to another paper. */
export function movedSayings(plans: PaperPlan[], idOf: IdOf): { from: string; hash: string; to: string }[] {
  return plans.flatMap((plan) => {
    const to = idOf(plan)
    return plan.sayings.flatMap(({ from, hash }) =>
      from !== null && from !== to ? [{ from, hash, to }] : [],
    )
  })
}

/** What the records of the chunk said, each different saying of a paper once. */
export function factsRows(plans: PaperPlan[], idOf: IdOf): FactsRow[] {
  const rows = new Map<string, FactsRow>()
  for (const plan of plans) {
    const paperId = idOf(plan)
    for (const { hash, facts, firstSeenAt, items } of plan.sayings) {
      if (items.length === 0) continue
      rows.set(`${paperId} ${hash}`, { paperId, hash, facts, firstSeenAt: new Date(firstSeenAt) })
    }
  }
  return [...rows.values()]
}

export function appearanceRows(
  plans: PaperPlan[],
  idOf: IdOf,
  { dumpId, run, date }: Pick<ChunkClaim, 'dumpId' | 'run' | 'date'>,
  seenAt: Date,
): AppearanceRow[] {
  return plans.flatMap((plan) => {
    const paperId = idOf(plan)
    return plan.sayings.flatMap(({ hash, items }) =>
      items.map(({ ordinal, position, ownRank }) => {
        return { dumpId, run, date, ordinal, paperId, factsHash: hash, position, ownRank, seenAt }
      }),
    )
  })
}

/** One row for each id. A withdrawal that does not say when holds as of the day of its dump. */
export function withdrawalRows(
  withdrawals: Withdrawal[],
  { dumpId, run, date }: Pick<ChunkClaim, 'dumpId' | 'run' | 'date'>,
): WithdrawalRow[] {
  return withdrawals.flatMap(({ ordinal, position, keys, at }) =>
    keys.map((key) => ({ dumpId, run, ordinal, position, key, at: new Date(at ?? endOfDay(date)) })),
  )
}
