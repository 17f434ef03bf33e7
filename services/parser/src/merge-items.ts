import {
  type ChunkClaim,
  changeWithdrawals,
  type PaperWriter,
  paperWriter,
  queueForIndex,
  refreshSeenOf,
  seenAt as seenOn,
  shareTargets,
  shareWithdrawals,
  withdrawalWriter,
} from '@paperboy/database'
import { type Component, components } from './components.ts'
import { type Connected, connectedPapers } from './connected-papers.ts'
import { countOutcomes, type MergeCounts } from './count-outcomes.ts'
import { newPaperIds } from './new-paper-ids.ts'
import { type NewPaper, type PaperPlan, planComponent, planSame } from './plan-papers.ts'
import type { Understood } from './read-entries.ts'
import {
  appearanceRows,
  changedRow,
  factsRows,
  identityRows,
  movedSayings,
  newRow,
  withdrawalRows,
} from './rows.ts'
import { takeTurns } from './take-turns.ts'

type Tx = Parameters<typeof paperWriter>[0]

/** The dump that records stand in, its run and its day. */
export type MergePlace = Pick<ChunkClaim, 'dumpId' | 'run' | 'date' | 'receivedAt'>

/**
 * Merges the records of a chunk into papers, in the chunk's transaction: papers, keys, facts, withdrawals,
 * appearances and the index queue. The number of statements does not depend on the number of records.
 */
export async function mergeItems(tx: Tx, claim: MergePlace, said: Understood): Promise<MergeCounts> {
  const { items, withdrawals } = said
  if (items.length + withdrawals.length === 0) return { created: 0, updated: 0, unchanged: 0 }
  const writer = paperWriter(tx)
  const withdrawn = withdrawalWriter(tx)
  await shareTargets(tx)
  await (withdrawals.length > 0 ? changeWithdrawals(tx) : shareWithdrawals(tx))
  const seenAt = seenOn(claim.date, claim.receivedAt)
  await withdrawn.insert(withdrawalRows(withdrawals, claim))
  const connected = await connectedPapers(writer, keysOf(said))
  const latest = await withdrawn.latest(strongKeysOf(said, connected))
  const plans = await planAll(writer, components(said, connected.identities), { seenAt, latest })
  const fresh = plans.filter((plan): plan is NewPaper => plan.kind === 'new')
  const ids = await newPaperIds(writer, fresh)
  const idOf = (plan: PaperPlan) => (plan.kind === 'new' ? (ids.get(plan) ?? '') : plan.id)
  const known = plans.flatMap((plan) => (plan.kind === 'new' ? [] : plan.id))
  const at = withdrawals.map(({ ordinal }) => ordinal)
  const met = await writer.metInDump({ ...claim, at }, known)

  await writer.insertPapers(fresh.map((plan) => newRow(plan, idOf(plan), seenAt)))
  const changed = plans.flatMap((plan) => changedRow(plan, connected.papers, seenAt) ?? [])
  await writer.updatePapers(changed)
  const merges = plans.flatMap((plan) =>
    plan.kind === 'known' ? plan.merged.map((id) => ({ id, into: plan.id })) : [],
  )
  await writer.mergeInto(merges)
  const keys = identityRows(
    plans,
    idOf,
    connected.identities,
    merges.map((merge) => merge.id),
  )
  await writer.replaceIdentities(keys.rewrite, keys.insert)
  const moves = movedSayings(plans, idOf)
  await writer.moveFacts(moves)
  await writer.insertFacts(factsRows(plans, idOf))
  await writer.insertAppearances(appearanceRows(plans, idOf, claim, seenAt))
  const touched = [...new Set(moves.flatMap((move) => [move.from, move.to]))]
  if (touched.length > 0) await refreshSeenOf(tx, touched)
  const gone = merges.map((merge) => merge.id)
  await queueForIndex(tx, [...fresh.map(idOf), ...changed.map((row) => row.id), ...gone])
  return countOutcomes(plans, withdrawals.length, connected.papers, met)
}

export const keysOf = ({ items, withdrawals }: Understood): string[] => [
  ...new Set([...items, ...withdrawals].flatMap(({ keys }) => keys)),
]

/** The ids under which any of these papers may have been withdrawn. */
export function strongKeysOf(said: Understood, { identities }: Connected): string[] {
  const keys = new Set([...keysOf(said), ...identities.map(({ key }) => key)])
  return [...keys].filter((key) => !key.startsWith('title:'))
}

/** Most components need no facts loaded: a new paper, or one that said all this before. */
export async function planAll(
  writer: Pick<PaperWriter, 'factsHashes' | 'factsOf'>,
  all: Component[],
  rules: Parameters<typeof planComponent>[2],
): Promise<PaperPlan[]> {
  const hashes = new Map<string, Set<string>>()
  for (const { paperId, hash } of await writer.factsHashes(all.flatMap((component) => component.paperIds))) {
    hashes.set(paperId, (hashes.get(paperId) ?? new Set()).add(hash))
  }
  const same: PaperPlan[] = []
  const rest: Component[] = []
  for (const component of all) {
    const [id, ...others] = component.paperIds
    const saidBefore = component.items.every((item) => id !== undefined && hashes.get(id)?.has(item.hash))
    if (id !== undefined && others.length === 0 && saidBefore && component.withdrawals.length === 0)
      same.push(planSame(id, component.items, rules.seenAt))
    else rest.push(component)
  }
  const rows = await writer.factsOf(rest.flatMap((component) => component.paperIds))
  const facts = Map.groupBy(rows, (row) => row.paperId)
  const planned: PaperPlan[] = []
  const turn = takeTurns()
  for (const component of rest) {
    const known = component.paperIds.flatMap((id) => facts.get(id) ?? [])
    planned.push(...planComponent(component, known, rules))
    await turn()
  }
  return [...same, ...planned]
}
